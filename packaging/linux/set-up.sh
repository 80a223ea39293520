# Sets up Xena Desktop on Debian or Ubuntu; read by packaging/run and tests/run, which are to be run, not this.
#   set_up run   what the program needs
#   set_up test  the same, and what the tests and the tour need: tools of development, a virtual screen, Chromium
# Asks nothing. The second time it only compares a stamp. The project's folder is $PROJECT.

. "$PROJECT/packaging/linux/packages.sh"
export DEBIAN_FRONTEND=noninteractive UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$@" >&2; } # each argument a line
stop() {
    say "$@"
    exit 1
}

set_up() {
    local kind=$1 tools=$PROJECT/.tools
    if _stamp_is_good "$kind" || { [ "$kind" = run ] && _stamp_is_good test; }; then return; fi
    mkdir -p "$tools"
    exec 9>"$tools/set-up.lock" # two at once would write one .venv
    flock 9
    if ! _stamp_is_good "$kind"; then
        _packages "$kind"
        _python
        _environment "$kind"
        _stamp >"$tools/$kind.stamp"
    fi
    exec 9>&-
}

# What the set-up depends on: any change of it sets up anew.
_stamp() {
    printf '%s\n' "$PROJECT"
    (cd "$PROJECT" && sha256sum uv.lock pyproject.toml packaging/linux/packages.sh packaging/linux/set-up.sh packaging/linux/uv.txt)
}

_stamp_is_good() {
    local stamp=$PROJECT/.tools/$1.stamp
    [ -x "$PROJECT/.venv/bin/xena-desktop" ] && [ -s "$stamp" ] && [ "$(_stamp)" = "$(<"$stamp")" ]
}

# What packages are built with on bare machines; as root, on Debian or Ubuntu.
set_up_bare_machines() {
    _is_debian || stop "Packages for Linux are built on Debian or Ubuntu; here only packaging/build wheel."
    [ "$(id -u)" = 0 ] || stop "Packages for Linux are built in a system of their own, which needs root; without it only packaging/build wheel."
    mkdir -p "$PROJECT/.tools"
    _install_missing "${BARE_MACHINE_PACKAGES[@]}"
}

# Installs the Debian packages of this kind that are missing.
_packages() {
    local wanted=("${QT_PACKAGES[@]}" "${DESKTOP_PACKAGES[@]}")
    python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3 python3-venv)
    if [ "$1" = run ]; then
        _has_command gnome-keyring-daemon kwalletd5 kwalletd6 ksecretd keepassxc || wanted+=("${KEYCHAIN_PACKAGES[@]}")
        _has_command x-www-browser google-chrome chromium chromium-browser firefox firefox-esr brave-browser \
            microsoft-edge vivaldi opera epiphany falkon konqueror || wanted+=("${BROWSER_PACKAGES[@]}")
    else
        wanted+=("${SCREEN_PACKAGES[@]}" "${SNIPPET_PACKAGES[@]}")
        # as a snap or by hand it serves as well
        _has_command chromium || wanted+=("${CHROMIUM_PACKAGES[@]}")
    fi
    if ! _is_debian; then
        _without_apt
        return
    fi
    _install_missing "${wanted[@]}"
}

_install_missing() {
    local missing=() package
    for package; do
        _is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || _install "${missing[@]}"
}

_has_command() {
    local name
    for name; do
        if command -v "$name" >/dev/null; then return; fi
    done
    return 1
}

_is_debian() {
    (. /etc/os-release && [[ " ${ID:-} ${ID_LIKE:-} " =~ " debian "|" ubuntu " ]]) 2>/dev/null && command -v apt-get >/dev/null
}

_without_apt() {
    say "This is neither Debian nor Ubuntu, so the system's own libraries are left to you."
    say "Needed: Qt 6's libraries for X11 or Wayland (xcb-cursor, xcb-icccm, xcb-image, xcb-keysyms, xcb-render-util," \
        "xkbcommon-x11, EGL, fontconfig), xdg-utils, D-Bus, a Secret Service keychain (GNOME Keyring, KWallet), a browser."
}

_is_installed() {
    local name
    for name in ${1//|/ }; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ]; then return; fi
    done
    return 1
}

_install() {
    local as_root=() package names=() name log
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            stop "These Debian packages are missing, and installing them needs root or sudo without a password:" \
                "  apt-get install ${*//|*/}"
        fi
        as_root=(sudo -n env DEBIAN_FRONTEND=noninteractive)
    fi
    log=$PROJECT/.tools/apt.log
    say "Installing system packages"
    # Debian's own lists may be absent or old on a fresh machine
    "${as_root[@]}" apt-get update -qq >"$log" 2>&1 || say "The package lists could not be brought up to date; going on with the old ones."
    for package; do
        name=$(_available "$package") || stop "This distribution has no package ${package//|/ or }. Install it by other means, then run this again."
        names+=("$name")
    done
    say "  ${names[*]}"
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${names[@]}" >>"$log" 2>&1 || {
        tail -n 15 "$log" >&2
        stop "The system packages could not be installed. The whole story stands in $log."
    }
}

_available() {
    local name
    for name in ${1//|/ }; do
        # a simulation tells of renamed and of virtual packages too, where a look into the lists would not
        if apt-get install -s -qq --no-install-recommends "$name" >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

# Sets PYTHON to a Python that Xena Desktop runs on.
_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
            PYTHON=$(command -v "$name")
            return
        fi
    done
    stop "Python 3.11, 3.12, 3.13 or 3.14 with its venv module is needed; here is $(python3 --version 2>&1 || echo no Python)." \
        "On Debian 12 or later and Ubuntu 24.04 or later: apt-get install python3 python3-venv"
}

# Sets UV to the tool that reads uv.lock, at the version of uv.txt.
set_up_uv() {
    local uv=$PROJECT/.tools/uv
    UV=$uv/bin/uv
    if [ "$("$UV" --version 2>/dev/null | cut -d' ' -f2)" = "$(sed -n 's/^uv==\([^ ]*\).*/\1/p' "$PROJECT/packaging/linux/uv.txt")" ]; then return; fi
    [ -n "${PYTHON-}" ] || _python
    # a tool environment that stood in another folder, or of another Python, is made anew
    "$PYTHON" -m venv --clear "$uv" &&
        "$uv/bin/python" -m pip install --quiet --require-hashes --only-binary :all: -r "$PROJECT/packaging/linux/uv.txt" ||
        stop "pip could not install uv from PyPI: see above. Is the network there?"
}

# Makes .venv with exactly what uv.lock says.
_environment() {
    local tools=$PROJECT/.tools log=$PROJECT/.tools/environment.log options=(--frozen --quiet --python "$PYTHON")
    say "Setting up Python's packages"
    set_up_uv
    # a run beside the tests keeps their tools; a .venv that was moved or belongs to another Python is made anew
    if [ "$1" = run ]; then options+=(--no-dev --inexact); fi
    head -n 2 "$PROJECT/.venv/bin/xena-desktop" 2>/dev/null | grep -qF "$PROJECT/.venv/bin/python" || rm -rf "$PROJECT/.venv"
    (cd "$PROJECT" && env -u VIRTUAL_ENV -u UV_PROJECT_ENVIRONMENT TMPDIR="$tools" "$UV" sync "${options[@]}") >"$log" 2>&1 || {
        tail -n 15 "$log" >&2
        stop "Python's packages could not be installed. The whole story stands in $log."
    }
}
