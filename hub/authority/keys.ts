/** Ed25519 keys of an authority, as DER: PKCS #8 for the private half, SPKI for the public one. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'

/** Signs pages, and checks pages that this or an earlier key signed. */
export interface Signer {
  readonly publicKey: Uint8Array
  sign(bytes: Uint8Array): Uint8Array
  verify(bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean
}

/** A new private key; whoever keeps it keeps it encrypted. */
export function newSigningKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' })
}

/** @param privateKey as `newSigningKey` gives it; throws on anything else */
export function signerOf(privateKey: Uint8Array): Signer {
  const key = createPrivateKey({ key: Buffer.from(privateKey), type: 'pkcs8', format: 'der' })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key of a ledger must be an Ed25519 key.')
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    sign: (bytes) => sign(null, bytes, key),
    verify: verifyPage,
  }
}

/** A signature that cannot even be read is a wrong one. */
function verifyPage(bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return verify(null, bytes, createPublicKey({ key: Buffer.from(publicKey), type: 'spki', format: 'der' }), signature)
  } catch {
    return false
  }
}
