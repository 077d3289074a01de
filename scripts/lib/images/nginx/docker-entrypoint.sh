#!/bin/sh
# The official image's contract: before "nginx …", what lies in /docker-entrypoint.d is run or sourced in version order.
set -e

say() {
  [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: $*"
}

case "$1" in
  nginx | nginx-debug)
    for file in $(find /docker-entrypoint.d/ -follow -type f -print | sort -V); do
      if [ ! -x "$file" ]; then
        say "Ignoring $file, not executable"
        continue
      fi
      case "$file" in
        *.envsh)
          say "Sourcing $file"
          . "$file"
          ;;
        *.sh)
          say "Launching $file"
          "$file"
          ;;
        *) say "Ignoring $file" ;;
      esac
    done
    say "Configuration complete; ready for start up"
    ;;
esac
exec "$@"
