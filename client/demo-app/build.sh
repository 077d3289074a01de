#!/usr/bin/env bash
# Compiles the demo twice from its one source, for Tomcat 8.5 and 9.0 (javax) and for 10.1 and later (jakarta), into client/assets.
# The classes are committed; run this after a change of the source. Needs a JDK and Maven, which fetches the servlet APIs.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for api in javax:4.0.1 jakarta:6.0.0; do
  name=${api%%:*}
  out=../assets/demo-app-$name
  mkdir -p "$work/$name/src" "$out/META-INF" "$out/WEB-INF"
  cp -r src/. "$work/$name/src"
  find "$work/$name/src" -name '*.java' -exec sed -i "s/javax\.servlet/$name.servlet/" {} +
  mvn -q -B dependency:copy -Dartifact="$name.servlet:$name.servlet-api:${api#*:}" -DoutputDirectory="$work/$name"
  rm -rf "$out/WEB-INF/classes"
  javac --release 8 -Xlint:-options -nowarn -parameters -cp "$work/$name/*" -d "$out/WEB-INF/classes" "$work/$name"/src/lab/demo/*.java
  cp web.xml "$out/WEB-INF/web.xml"
  cp context.xml "$out/META-INF/context.xml"
done
