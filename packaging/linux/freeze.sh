# Freezes the program into /out/xena-desktop; run inside the builder by packaging/build.
# /packaging: the project's folder of that name; /wheel: the wheel and requirements.txt, the versions of uv.lock.
set -euo pipefail
export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_CACHE_DIR=/cache PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
export XENA_DESKTOP_LICENCES=/build/licences

uv venv --quiet --python /opt/python/bin/python3 /build/venv
export VIRTUAL_ENV=/build/venv
uv pip install --quiet --require-hashes -r /wheel/requirements.txt
uv pip install --quiet --no-deps /wheel/*.whl
# the same without the tools, for the bill of materials
uv venv --quiet --python /opt/python/bin/python3 /build/runtime
VIRTUAL_ENV=/build/runtime uv pip install --quiet --require-hashes -r /wheel/runtime.txt
VIRTUAL_ENV=/build/runtime uv pip install --quiet --no-deps /wheel/*.whl

mkdir -p "$XENA_DESKTOP_LICENCES"
cp /opt/python/lib/python3.13/LICENSE.txt "$XENA_DESKTOP_LICENCES/Python.txt"
cd /build
/build/venv/bin/pyinstaller --noconfirm --log-level ERROR --distpath /build/dist --workpath /build/pyinstaller \
    /packaging/pyinstaller/xena-desktop.spec

# the licences of this system's libraries that came in
cd /build/dist/xena-desktop/lib
/build/venv/bin/cyclonedx-py environment --output-reproducible --validate -o /build/bom.json /build/runtime/bin/python
for library in lib*.so*; do
    real=$(ldconfig -p | sed -n "s|^\t$library .* => ||p" | head -n 1 | xargs -r readlink -f)
    package=$(dpkg -S "$real" "${real#/usr}" 2>/dev/null | head -n 1 | cut -d: -f1) || true
    if [ -n "$package" ]; then
        cp -n "/usr/share/doc/$package/copyright" "licences/$package.txt"
        dpkg-query -W -f '${Package} ${Version}\n' "$package"
    fi
done | sort -u >/build/libraries
python=$(/opt/python/bin/python3 -c 'import platform; print(platform.python_version())')
/build/venv/bin/python /packaging/linux/bill.py /build/bom.json /build/libraries "$python" >licences/bom.cdx.json

# no file may want a newer C library than this system has; PyInstaller's own files come from PyPI
newest=$(find /build/dist -type f \( -name '*.so*' -o -name xena-desktop \) -exec objdump -T {} + 2>/dev/null |
    grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
echo "glibc wanted: ${newest#GLIBC_}" >&2
find /build/dist -type d -exec chmod 755 {} +
find /build/dist -type f -exec chmod 644 {} +
find /build/dist -type f \( -name '*.so*' -o -name xena-desktop \) -exec chmod 755 {} +
rm -rf /out/xena-desktop
cp -a /build/dist/xena-desktop /out/xena-desktop
