"""A request as a small program: Python, C#, PHP, JavaScript, PowerShell."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain.body import files_of
from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.exchange import METHODS
from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language, Outgoing
from xena_desktop.domain.written_body import FilePiece
from xena_desktop.interchange import literals

_POWERSHELL_JOIN: Final = " +\n    "
_PHP_JOIN: Final = "\n        . "


def python(call: Outgoing) -> str:
    """With requests, which must be installed."""
    headers = "".join(
        f"        {literals.python(name)}: {literals.python(value)},\n" for name, value in call.headers
    )
    data = f"    data={_python_body(call)},\n" if call.pieces else ""
    reads = "from pathlib import Path\n" if files_of(call.body) else ""
    return (
        f"import os\n{reads}\nimport requests\n\n"
        "answer = requests.request(\n"
        f"    {literals.python(call.method)},\n"
        f"    {literals.python(call.url)},\n"
        "    headers={\n"
        f'        "Authorization": "Bearer " + os.environ["{TOKEN_VARIABLE}"],\n'
        f"{headers}"
        "    },\n"
        f"{data}"
        "    allow_redirects=False,\n"
        "    timeout=100,\n"
        ")\n"
        "print(answer.status_code)\n"
        "print(answer.text)\n"
    )


def _python_body(call: Outgoing) -> str:
    parts = [
        literals.python_bytes(piece)
        if isinstance(piece, bytes)
        else f"Path({literals.python(piece.path)}).read_bytes()"
        for piece in call.pieces
    ]
    if len(parts) == 1:
        return parts[0]
    return 'b"".join([\n' + "".join(f"        {part},\n" for part in parts) + "    ])"


def csharp(call: Outgoing) -> str:
    """A whole program, for .NET and for .NET Framework from 4.7 on."""
    lines = [
        f'request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + {_csharp_token()});',
        "request.Headers.ExpectContinue = false;",
    ]
    if call.pieces:
        lines.append(f"request.Content = new ByteArrayContent({_csharp_body(call)});")
    for name, value in call.headers:
        is_contents = name.lower().startswith("content-")
        if is_contents and not call.pieces:
            continue
        target = "request.Content.Headers" if is_contents else "request.Headers"
        said = f"{literals.csharp(name)}, {literals.csharp(value)}"
        lines.append(f"{target}.TryAddWithoutValidation({said});")
    body = "".join(f"            {line}\n" for line in lines)
    return (
        f"using System;\n{_csharp_usings(call)}using System.Net.Http;\nusing System.Text;\n"
        "using System.Threading.Tasks;\n\n"
        "class Program\n{\n    static async Task Main()\n    {\n"
        "        using (var handler = new HttpClientHandler { AllowAutoRedirect = false })\n"
        "        using (var client = new HttpClient(handler))\n"
        f"        using (var request = new HttpRequestMessage(new HttpMethod({literals.csharp(call.method)}), "
        f"{literals.csharp(call.url)}))\n"
        "        {\n"
        f"{body}"
        "            var answer = await client.SendAsync(request);\n"
        "            Console.WriteLine((int)answer.StatusCode);\n"
        "            Console.WriteLine(await answer.Content.ReadAsStringAsync());\n"
        "        }\n    }\n}\n"
    )


def _csharp_token() -> str:
    return f'Environment.GetEnvironmentVariable("{TOKEN_VARIABLE}")'


def _csharp_usings(call: Outgoing) -> str:
    joins = "using System.Linq;\n" if len(call.pieces) > 1 else ""
    return ("using System.IO;\n" if files_of(call.body) else "") + joins


def _csharp_body(call: Outgoing) -> str:
    parts = [
        _csharp_bytes(piece)
        if isinstance(piece, bytes)
        else f"File.ReadAllBytes({literals.csharp(piece.path)})"
        for piece in call.pieces
    ]
    if len(parts) == 1:
        return parts[0]
    listed = "".join(f"\n                {part}," for part in parts)
    return f"new[]\n            {{{listed}\n            }}.SelectMany(part => part).ToArray()"


def _csharp_bytes(body: bytes) -> str:
    text = _text(body)
    if text is None:
        return f'Convert.FromBase64String("{literals.in_base64(body)}")'
    return f"Encoding.UTF8.GetBytes({literals.csharp(text)})"


def php(call: Outgoing) -> str:
    """With the curl extension."""
    headers = "".join(f"        {literals.php(f'{name}: {value}')},\n" for name, value in call.headers)
    parts = [
        literals.php(piece) if isinstance(piece, bytes) else f"file_get_contents({literals.php(piece.path)})"
        for piece in call.pieces
    ]
    options = f"    CURLOPT_POSTFIELDS => {_PHP_JOIN.join(parts)},\n" if parts else ""
    if call.method == "HEAD":
        options += "    CURLOPT_NOBODY => true,\n"
    return (
        "<?php\n"
        f"$call = curl_init({literals.php(call.url)});\n"
        "curl_setopt_array($call, [\n"
        f"    CURLOPT_CUSTOMREQUEST => {literals.php(call.method)},\n"
        "    CURLOPT_HTTPHEADER => [\n"
        f"        'Authorization: Bearer ' . getenv('{TOKEN_VARIABLE}'),\n"
        f"{headers}"
        "        'Expect:',\n"
        "    ],\n"
        f"{options}"
        "    CURLOPT_RETURNTRANSFER => true,\n"
        "]);\n"
        "$answer = curl_exec($call);\n"
        "if ($answer === false) {\n    exit(curl_error($call) . PHP_EOL);\n}\n"
        "echo curl_getinfo($call, CURLINFO_RESPONSE_CODE), PHP_EOL, $answer, PHP_EOL;\n"
    )


def javascript(call: Outgoing) -> str:
    """With fetch, as a module for Node 18 and later."""
    if call.pieces and call.method in ("GET", "HEAD"):
        raise SnippetImpossible(language=Language.JAVASCRIPT, reason="body")
    headers = "".join(
        f"    {literals.javascript(name)}: {literals.javascript(value)},\n" for name, value in call.headers
    )
    body = f"  body: {_javascript_body(call)},\n" if call.pieces else ""
    reads = 'import { readFileSync } from "node:fs";\n\n' if files_of(call.body) else ""
    return (
        f"{reads}const answer = await fetch({literals.javascript(call.url)}, {{\n"
        f"  method: {literals.javascript(call.method)},\n"
        "  headers: {\n"
        f"    Authorization: `Bearer ${{process.env.{TOKEN_VARIABLE}}}`,\n"
        f"{headers}"
        "  },\n"
        f"{body}"
        '  redirect: "manual",\n'
        "});\n"
        "console.log(answer.status);\n"
        "console.log(await answer.text());\n"
    )


def _javascript_body(call: Outgoing) -> str:
    if call.content is not None:
        return _javascript_text(call.content)
    parts = [
        f"readFileSync({literals.javascript(piece.path)})"
        if isinstance(piece, FilePiece)
        else f"Buffer.from({_javascript_text(piece)})"
        for piece in call.pieces
    ]
    if len(parts) == 1:
        return parts[0]
    return "Buffer.concat([\n" + "".join(f"    {part},\n" for part in parts) + "  ])"


def _javascript_text(body: bytes) -> str:
    text = _text(body)
    if text is not None:
        return literals.javascript(text)
    return f'Buffer.from("{literals.in_base64(body)}", "base64")'


def _powershell_method(method: str) -> str:
    """Windows PowerShell 5.1 knows the usual ones alone; PowerShell 7 takes others by another name."""
    return f"-Method {method}" if method in METHODS else f"-CustomMethod {literals.powershell(method)}"


def powershell(call: Outgoing) -> str:
    """With Invoke-WebRequest, for Windows PowerShell 5.1 and for PowerShell 7."""
    if call.pieces and call.method in ("GET", "HEAD"):
        raise SnippetImpossible(language=Language.POWERSHELL, reason="body")
    plain = [(name, value) for name, value in call.headers if name.lower() != "content-type"]
    content_type = next((value for name, value in call.headers if name.lower() == "content-type"), None)
    headers = "".join(
        f"    {literals.powershell(name)} = {literals.powershell(value)}\n" for name, value in plain
    )
    lines = [_powershell_method(call.method), f"-Uri {literals.powershell(call.url)}", "-Headers $headers"]
    if content_type is not None:
        lines.append(f"-ContentType {literals.powershell(content_type)}")
    body = ""
    if call.pieces:
        body = f"$body = {_powershell_body(call)}\n"
        lines.append("-Body $body")
    arguments = " `\n    ".join([*lines, "-MaximumRedirection 0", "-UseBasicParsing"])
    return (
        "$headers = @{\n"
        f'    Authorization = "Bearer $env:{TOKEN_VARIABLE}"\n'
        f"{headers}}}\n{body}"
        f"$answer = Invoke-WebRequest {arguments}\n"
        "$answer.StatusCode\n$answer.Content\n"
    )


def _powershell_body(call: Outgoing) -> str:
    parts = [
        _powershell_bytes(piece)
        if isinstance(piece, bytes)
        else f"[IO.File]::ReadAllBytes((Resolve-Path -LiteralPath {literals.powershell(piece.path)}))"
        for piece in call.pieces
    ]
    return parts[0] if len(parts) == 1 else f"[byte[]]({_POWERSHELL_JOIN.join(parts)})"


def _powershell_bytes(body: bytes) -> str:
    text = _text(body)
    if text is None:
        return f"[Convert]::FromBase64String('{literals.in_base64(body)}')"
    return f"[Text.Encoding]::UTF8.GetBytes({literals.powershell(text)})"


def _text(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
