# Jalon in a container, of the same steps as docs/operations.md: package, unpack, npm ci --omit=dev, node server.mjs.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node scripts/package.mjs \
  && mkdir /jalon \
  && tar -xzf dist/jalon-*.tgz -C /jalon --strip-components=1
WORKDIR /jalon
RUN npm ci --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 JALON_DATA=/data
COPY --from=build /jalon /jalon
# The program belongs to root, the data to the one who runs it.
RUN mkdir /data && chown node:node /data
USER node
WORKDIR /jalon
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((it) => process.exit(it.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.mjs"]
