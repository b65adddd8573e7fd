import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const inRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * One project for each place where code runs. A `.test.tsx` renders, so it gets a DOM; everything under
 * tests/electron gets the fake `electron`, since the real one throws outside its binary.
 */
export default defineConfig({
  test: {
    // Real SQLite, real sockets and two cores: a slow machine is not a failure, a hang is.
    testTimeout: 60_000,
    // By itself it leaves a core idle: half of the files wait for a disk, a socket or a child process.
    maxWorkers: 2,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'node', include: ['tests/{unit,property}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'integration', environment: 'node', include: ['tests/{integration,faults}/**/*.test.ts'] },
      },
      {
        extends: true,
        plugins: [react()],
        test: { name: 'component', environment: 'happy-dom', include: ['tests/**/*.test.tsx'] },
      },
      {
        extends: true,
        resolve: { alias: { electron: inRoot('tests/fakes/electron.ts') } },
        test: { name: 'electron', environment: 'node', include: ['tests/electron/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'house', environment: 'node', include: ['tests/house/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000 },
      },
    ],
  },
})
