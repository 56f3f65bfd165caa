import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Unit and contract tests. Browser stories are in tests/e2e and run with `npm run e2e`. */
export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/bench/**', 'node_modules/**'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['default'],
  },
})
