# The program's main job, done by the person: `main_job.sh OUT PROGRAM START…`. START opens the window, PROGRAM is the
# command in the terminal; pictures and what was said go to the folder OUT.
set -eu
out=$1 program=$2
shift 2
hand() { /usr/bin/python3 -W ignore /tests/hand.py "$@"; }
picture() { import -window root "$out/$1.png"; }
trap '[ $? = 0 ] || picture where-it-stopped' EXIT

"$@" >"$out/window.log" 2>&1 &
hand see '^xena' 'Start sandkassen'
picture 1-first-start
hand press '^xena' 'Start sandkassen'
hand press 'chrom|epiphany|web' 'Søren Holm.*'
picture 2-browser
# what the browser was given to run with, and which libraries it took
for process in $(pgrep -x 'chromium|epiphany|epiphany-brows'); do
    tr '\0' '\n' <"/proc/$process/environ" | grep -E '^(LD_|QT_|QML|_PYI|PYTHON)' >>"$out/browser-environment" || true
    grep -E 'xena-desktop' "/proc/$process/maps" >>"$out/browser-libraries" || true
    echo "$process" >>"$out/browser-processes"
done
hand press 'chrom|epiphany|web' 'Tillad|Allow'
hand see '^xena' 'Søren Holm'
picture 3-profile

hand press '^xena' 'Ny anmodning.*'
hand write '^xena' 'Sti' '/Api/User/FiscalSetup'
hand press '^xena' 'Send'
hand see '^xena' '200'
picture 4-answer

"$program" whoami --json >"$out/whoami.json"
"$program" call /Api/User/FiscalSetup >"$out/fiscal-setups.json"
secret-tool search --all xdg:schema org.freedesktop.Secret.Generic 2>&1 | grep -E '^(label|attribute.service)' >"$out/keychain" || true
"$program" sign-out 'Søren Holm' >"$out/sign-out.log" 2>&1
