# The edge without Cloudflare: one workerd that keeps the line, serves the site and passes on to
# the core. TLS, the client's address and coarse limits are the front's (deploy/nginx.conf).
#
#   workerd serve --experimental config.capnp      (assets and storage on disk are marked so)
#
# Folders are relative to where workerd is started (deploy/systemd/frontrow-edge.service):
# edge/build, edge/site, data/objects. `socket-addr`, `directory-path` and the environment
# change the rest without editing this file.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "site", assets = (
      path = "edge/site",
      config = embed "assets.json",
      userWorker = "edge",
    )),
    (name = "edge", worker = .edge),
    (name = "objects", disk = (path = "data/objects", writable = true)),
    # The core may be on this machine or in its private network.
    (name = "internet", network = (
      allow = ["public", "private", "local"],
      tlsOptions = (trustBrowserCas = true),
    )),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:8787", service = "site", http = (
      forwardedProtoHeader = "X-Forwarded-Proto",
    )),
  ],
  logging = (structuredLogging = true),
);

const edge :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "../../edge/build/index.js"),
    (name = "index_bg.wasm", wasm = embed "../../edge/build/index_bg.wasm"),
  ],
  # As in wrangler.toml.
  compatibilityDate = "2026-10-01",
  bindings = [
    (name = "ROOM", durableObjectNamespace = "RoomObject"),
    (name = "SHARD", durableObjectNamespace = "ShardObject"),
    (name = "ASSETS", service = (name = "site", entrypoint = "AssetWorker")),
    (name = "ROOT_SECRET", fromEnvironment = "ROOT_SECRET"),
    (name = "KEY_ID", fromEnvironment = "KEY_ID"),
    (name = "CORE_URL", fromEnvironment = "CORE_URL"),
    (name = "SITE_ORIGIN", fromEnvironment = "SITE_ORIGIN"),
    (name = "PAY_SOURCES", fromEnvironment = "PAY_SOURCES"),
    # The exact limits of a line, as wrangler.toml explains them.
    (name = "LINE_NEW_ANONYMOUS", text = "60/30"),
    (name = "LINE_NEW_SIGNED_IN", text = "3000/6000"),
    (name = "LINE_PREFIX", text = "6000/12000"),
    (name = "LINE_PERSON", text = "60/120"),
  ],
  # The keys name the folders below data/objects: with other keys every line is a new one.
  durableObjectNamespaces = [
    (className = "RoomObject", uniqueKey = "frontrow-room", enableSql = true),
    (className = "ShardObject", uniqueKey = "frontrow-shard", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
