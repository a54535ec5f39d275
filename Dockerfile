# One image for the services and the gateway; the command says which: apps/<name>/src/main.ts. There is no build step, as
# Node runs the TypeScript as it is. tools/deployment runs each RUN below in empty folders, as part of .ci/run.
ARG NODE_IMAGE=node:24-bookworm-slim

# Only what the packages depend on, so that a change of the sources does not install them anew.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /easement
COPY . .
RUN find . -type f ! -name 'package*.json' ! -name .npmrc -delete && find . -mindepth 1 -type d -empty -delete

FROM ${NODE_IMAGE} AS packages
WORKDIR /easement
COPY --from=manifests /easement ./
# Node itself is in the image; the one of the lockfile is for machines without.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /easement
# Open to all, as /tmp is, since each service runs as a user of its own; what one leaves here no other may remove.
RUN mkdir -p var && mkdir -m 1777 var/keys var/data var/spill
COPY --from=packages /easement/node_modules node_modules
COPY . .
USER 7000:7000
# The young generation at 8 MiB costs less memory and shorter pauses under load.
ENTRYPOINT ["node", "--max-semi-space-size=8"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "const [, port] = Object.entries(process.env).find(([name]) => /^EASEMENT_[A-Z]+_OPERATIONS_PORT$/.test(name)); fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
