import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

/**
 * The app is served under `/app/`, its API on the same origin. MapLibre stays in chunks of its own: a
 * phone records with no map at all.
 */
export default defineConfig({
  base: '/app/',
  plugins: [
    vue(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/workers',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,mjs,css,svg,png,woff2,webmanifest,json}'],
        maximumFileSizeToCacheInBytes: 4_000_000,
      },
    }),
  ],
  worker: { format: 'es' },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'vue', test: /node_modules\/(@vue|vue|vue-router|pinia)\// }],
        },
      },
    },
  },
  server: {
    // `npm run dev`: all but the app comes from the server beside.
    proxy: { '^/(?!app/)': `http://localhost:${process.env['PORT'] ?? 8080}` },
  },
})
