/**
 * The one door to zod.
 *
 * Under the desk's content security policy (`require-trusted-types-for 'script'`) zod's compiled
 * parsers are reported the moment the first object schema is made, so the switch must be set before
 * any schema exists, whatever order the bundler gives the chunks. Importing `z` from here, everywhere,
 * is what guarantees it; a lint rule forbids `from 'zod'` elsewhere.
 */
import { z } from 'zod'
if ('document' in globalThis) z.config({ jitless: true })
export { z }
