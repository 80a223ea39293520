; The installer for Windows: for everyone (as an administrator) or for one person.
;   makensis -DVERSION=1.2.3 -DPAYLOAD=folder -DICON=file.ico -DFILE_ICON=file.ico -DOUT=setup.exe xena-desktop.nsi
; Silent: setup.exe /S [/AllUsers | /CurrentUser] [/D=folder]; removal: Uninstall.exe /S.
; What people keep (accounts, settings) is in %LOCALAPPDATA%\Xena Desktop and never touched here.

Unicode true
!ifdef TARGET
    Target ${TARGET} ; Debian's makensis can make a 64-bit installer, which is tried out with Wine
!endif
SetCompressor /SOLID lzma

!define NAME "Xena Desktop"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CLASS "XenaDesktop.Connection"
!define SUFFIX ".xenaconnection"
!define MIME "application/vnd.xena.connection+json"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_FUNCTION own_folder
!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include x64.nsh
!include FileFunc.nsh

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} setup"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Xena Desktop.exe"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Danish"

LangString RUNNING ${LANG_ENGLISH} "Xena Desktop is running. Close it and try again."
LangString RUNNING ${LANG_DANISH} "Xena Desktop kører. Luk programmet, og prøv igen."
LangString NEEDS_64 ${LANG_ENGLISH} "Xena Desktop needs a 64-bit Windows 10 or later."
LangString NEEDS_64 ${LANG_DANISH} "Xena Desktop kræver en 64-bit Windows 10 eller nyere."
LangString FILE_TYPE ${LANG_ENGLISH} "Xena connection"
LangString FILE_TYPE ${LANG_DANISH} "Xena-forbindelse"

; One person's programs do not lie where their data is.
Function own_folder
    ${If} $MultiUser.InstallMode == CurrentUser
        ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
        ${If} $0 == ""
            StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
        ${EndIf}
    ${EndIf}
FunctionEnd

; Nothing but the program's own files may be in its folder: removal takes "lib" away as a whole.
!macro REMOVE_PROGRAM
    ClearErrors
    Delete "$INSTDIR\Xena Desktop.exe"
    Delete "$INSTDIR\xena-desktop.exe"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
        SetErrorLevel 3
        Quit
    ${EndIf}
    Delete "$INSTDIR\connection-file.ico"
    Delete "$INSTDIR\LICENSE.txt"
    ${If} ${FileExists} "$INSTDIR\lib\base_library.zip"
        RMDir /r "$INSTDIR\lib"
    ${EndIf}
!macroend

!macro TELL_SHELL
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function .onInit
    ${IfNot} ${RunningX64}
        MessageBox MB_OK|MB_ICONSTOP "$(NEEDS_64)" /SD IDOK
        SetErrorLevel 4
        Quit
    ${EndIf}
    SetRegView 64
    !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
    SetRegView 64
    !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section
    SetOutPath "$INSTDIR"
    !insertmacro REMOVE_PROGRAM ; an older version leaves nothing behind in a newer one
    File /r "${PAYLOAD}\*.*"
    File "/oname=connection-file.ico" "${FILE_ICON}"
    WriteUninstaller "$INSTDIR\Uninstall.exe"

    CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\Xena Desktop.exe"

    WriteRegStr SHCTX "Software\Classes\${SUFFIX}" "" "${CLASS}"
    WriteRegStr SHCTX "Software\Classes\${SUFFIX}" "Content Type" "${MIME}"
    WriteRegStr SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${CLASS}" ""
    WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "$(FILE_TYPE)"
    WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\connection-file.ico"
    WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\Xena Desktop.exe" "%1"'
    WriteRegStr SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\xena-desktop.exe" "" "$INSTDIR\xena-desktop.exe"

    WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
    WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\Xena Desktop.exe"
    WriteRegStr SHCTX "${KEY}" "Publisher" "Xena Desktop"
    WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe" /$MultiUser.InstallMode'
    WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S /$MultiUser.InstallMode'
    WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" "$0"
    !insertmacro TELL_SHELL
SectionEnd

Section "Uninstall"
    !insertmacro REMOVE_PROGRAM
    Delete "$INSTDIR\Uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}.lnk"
    DeleteRegValue SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids" "${CLASS}"
    DeleteRegKey /ifempty SHCTX "Software\Classes\${SUFFIX}\OpenWithProgids"
    ReadRegStr $0 SHCTX "Software\Classes\${SUFFIX}" ""
    ${If} $0 == "${CLASS}"
        DeleteRegKey SHCTX "Software\Classes\${SUFFIX}"
    ${EndIf}
    DeleteRegKey SHCTX "Software\Classes\${CLASS}"
    DeleteRegKey SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\xena-desktop.exe"
    DeleteRegKey SHCTX "${KEY}"
    !insertmacro TELL_SHELL
SectionEnd
