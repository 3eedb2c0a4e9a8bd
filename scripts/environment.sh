# Sourced by the verbs beside it: a Python that is new enough, the virtual environment in .venv,
# and packages of the distribution, each made or installed only where it is missing.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# Packages of Debian or Ubuntu; says what to install by hand where apt is not to be had.
apt_install() {
  if command -v apt-get >/dev/null 2>&1; then
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null 2>&1 || return 1
      as_root=(sudo)
    fi
    say "Installing from the distribution: $*"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
      --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    "${as_root[@]}" apt-get update -qq >/dev/null 2>&1
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
      --no-install-recommends "$@" >/dev/null && return 0
  fi
  return 1
}

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

make_environment() {
  local python
  [ -x .venv/bin/python ] && new_enough .venv/bin/python && return 0
  rm -rf .venv
  if ! python=$(find_python); then
    apt_install python3 python3-venv || apt_install python3.11 python3.11-venv || true
    python=$(find_python) || fail "Python 3.11 or newer is needed and was not found." \
      "Install it (python.org, or your system's package), then run this again."
  fi
  if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    apt_install python3-venv || fail "Python's venv module is missing." \
      "Install it (Debian, Ubuntu: python3-venv), then run this again."
  fi
  "$python" -m venv .venv || fail "The virtual environment .venv could not be made."
}

# install EXTRA: the project with an extra, in .venv; nothing where nothing changed since.
install() {
  make_environment
  local stamp=".venv/.installed-$1" now
  now=$(cat pyproject.toml pins.txt hatch_build.py \
    <(find web -type f -not -path '*/node_modules/*' -exec cksum {} + | sort) | cksum)
  local built=gridmap/files/browser/heatmap_page.js
  if [ -f "$stamp" ] && [ -f "$built" ] && [ "$(cat "$stamp")" = "$now" ]; then
    return 0
  fi
  say "Installing gridmap and what it stands on into .venv (a minute or two the first time) …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --constraint pins.txt --editable ".${1:+[$1]}" ||
    fail "The installation failed; the lines above say why."
  say "Compiling what answers look-ups, once …"
  .venv/bin/gridmap doctor kernels || fail "The kernels could not be compiled."
  printf '%s' "$now" >"$stamp"
}
