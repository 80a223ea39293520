# Builds the Windows installer into dist\, on 64-bit Windows 10 or later, from a clean clone:
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# Needed: Python 3.13 (py launcher), uv, NSIS 3. To sign, set XENA_DESKTOP_CERTIFICATE to the SHA-1 thumbprint of a
# certificate in the store of the person who builds; without it nothing is signed.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version Latest
$project = Resolve-Path (Join-Path $PSScriptRoot '..\..')
Set-Location $project

function Invoke-Checked([string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program ended with $LASTEXITCODE" }
}

function Add-Signature([string[]] $files) {
    if (-not $env:XENA_DESKTOP_CERTIFICATE) { return }
    $options = 'sign', '/sha1', $env:XENA_DESKTOP_CERTIFICATE, '/fd', 'SHA256', '/td', 'SHA256', '/tr', $env:XENA_DESKTOP_TIMESTAMP_SERVER
    Invoke-Checked 'signtool' ($options + $files)
}

$version = [regex]::Match((Get-Content pyproject.toml -Raw), '(?m)^version = "(.+)"').Groups[1].Value
$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
$env:UV_PROJECT_ENVIRONMENT = Join-Path $project '.tools\packaging'
$env:UV_PYTHON_DOWNLOADS = 'never'
Invoke-Checked 'uv' @('sync', '--frozen', '--no-dev', '--group', 'packaging', '--no-editable', '--python', '3.13')
Invoke-Checked '.tools\packaging\Scripts\python.exe' @('packaging\freeze.py')

$frozen = Join-Path $project 'build\packages\xena-desktop'
$icons = Join-Path $project 'build\packages\icons'
Copy-Item LICENSE (Join-Path $frozen 'LICENSE.txt')
Add-Signature @((Join-Path $frozen 'xena-desktop.exe'), (Join-Path $frozen 'Xena Desktop.exe'))

New-Item -ItemType Directory -Force dist | Out-Null
$setup = Join-Path $project "dist\xena-desktop-$version-windows-x64.exe"
$makensis = (Get-Command makensis -ErrorAction SilentlyContinue).Source
if (-not $makensis) { $makensis = Join-Path ${env:ProgramFiles(x86)} 'NSIS\makensis.exe' }
Invoke-Checked $makensis @('/V2', "/DVERSION=$version", "/DPAYLOAD=$frozen", "/DICON=$icons\xena-desktop.ico",
    "/DFILE_ICON=$icons\connection-file.ico", "/DOUT=$setup", 'packaging\windows\xena-desktop.nsi')
Add-Signature @($setup)
Write-Output $setup
