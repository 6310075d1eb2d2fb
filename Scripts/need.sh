#!/bin/sh
# Installs the Debian packages that are missing; where it cannot, says which they are.
set -eu

command -v dpkg-query >/dev/null || {
    echo "This system has no dpkg; the equivalents of these are needed: $*" >&2
    exit 0
}

missing=
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo
else
    echo "Please install what is missing, then try again:" >&2
    echo "    apt-get install -y$missing" >&2
    exit 1
fi

echo "Installing$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
