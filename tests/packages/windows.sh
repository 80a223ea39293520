# Builds the installer around stand-ins for the program's files, and installs, upgrades and removes it under Wine:
# `windows.sh PACKAGING ICONS` with nsis, wine and xvfb on the machine. What must hold is tested on the way.
set -eu
packaging=$1 icons=$2
export WINEPREFIX=/tmp/windows WINEDEBUG=-all
cd "$(mktemp -d)"

setup() { # setup VERSION: a payload of that version and an installer around it
    mkdir -p "payload-$1/lib"
    for file in 'Xena Desktop.exe' xena-desktop.exe LICENSE.txt lib/base_library.zip "lib/only-in-$1.dll"; do
        echo "stand-in of $1" >"payload-$1/$file"
    done
    makensis -V1 -DTARGET=amd64-unicode -DVERSION="$1" -DPAYLOAD="$PWD/payload-$1" -DICON="$icons/xena-desktop.ico" \
        -DFILE_ICON="$icons/connection-file.ico" -DOUT="$PWD/setup-$1.exe" "$packaging/windows/xena-desktop.nsi"
}

wait_for() { # the uninstaller goes on in a copy of itself
    for _ in $(seq 100); do
        if eval "$1"; then return; fi
        sleep 0.2
    done
    echo "never: $1" >&2
    exit 1
}

setup 0.1.0
setup 0.2.0
wineboot --init >/dev/null 2>&1
drive=$WINEPREFIX/drive_c
local=$drive/users/$(id -un)/AppData/Local
mkdir -p "$local/Xena Desktop/accounts"
echo kept >"$local/Xena Desktop/accounts/account-1.json"

for mode in CurrentUser AllUsers; do
    case $mode in
        CurrentUser) folder=$local/Programs/Xena\ Desktop root=HKCU ;;
        AllUsers) folder=$drive/Program\ Files/Xena\ Desktop root=HKLM ;;
    esac
    uninstall="$root\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Xena Desktop"

    echo "$mode: install" >&2
    wine setup-0.1.0.exe /S /$mode
    test -f "$folder/lib/only-in-0.1.0.dll"
    test "$(wine reg query "$uninstall" /v DisplayVersion /reg:64 | tr -d '\r' | awk '/REG_SZ/{print $3}')" = 0.1.0
    wine reg query "$root\\Software\\Classes\\XenaDesktop.Connection\\shell\\open\\command" /ve /reg:64 |
        grep -qF 'Xena Desktop.exe" "%1"'
    wine reg query "$root\\Software\\Classes\\.xenaconnection" /ve /reg:64 | grep -qF XenaDesktop.Connection
    find "$drive" -name 'Xena Desktop.lnk' | grep -q 'Start Menu'

    echo "$mode: upgrade" >&2
    wine setup-0.2.0.exe /S /$mode
    test -f "$folder/lib/only-in-0.2.0.dll"
    test ! -e "$folder/lib/only-in-0.1.0.dll"
    test "$(wine reg query "$uninstall" /v DisplayVersion /reg:64 | tr -d '\r' | awk '/REG_SZ/{print $3}')" = 0.2.0

    echo "$mode: remove" >&2
    echo mine >"$folder/not of the program.txt"
    wine "$folder/Uninstall.exe" /S /$mode
    wait_for "test ! -e '$folder/Uninstall.exe'"
    wineserver -w
    test "$(ls "$folder")" = 'not of the program.txt'
    rm -r "$folder"
    for key in "$uninstall" "$root\\Software\\Classes\\XenaDesktop.Connection" "$root\\Software\\Classes\\.xenaconnection"; do
        if wine reg query "$key" /reg:64 >/dev/null 2>&1; then
            echo "still there: $key" >&2
            exit 1
        fi
    done
    test -z "$(find "$drive" -name 'Xena Desktop.lnk')"
    test "$(cat "$local/Xena Desktop/accounts/account-1.json")" = kept
done
