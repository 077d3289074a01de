#!/bin/sh
# The official image's contract: /etc/nginx/templates/*.template becomes /etc/nginx/conf.d/*, with the variables of the environment.
set -e

from=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
to=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
[ -d "$from" ] || exit 0

names=$(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' | grep -E "${NGINX_ENVSUBST_FILTER:-.}")
variables=$(printf '${%s} ' $names)
find "$from" -follow -type f -name "*$suffix" -print | while read -r template; do
  path=${template#"$from/"}
  target=$to/${path%"$suffix"}
  mkdir -p "$(dirname "$target")"
  [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: Running envsubst on $template to $target"
  envsubst "$variables" <"$template" >"$target"
done
