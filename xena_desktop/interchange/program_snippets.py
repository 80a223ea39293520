"""A request as a small program: Python, C#, PHP, JavaScript, PowerShell."""

from __future__ import annotations

from xena_desktop.domain.errors import SnippetImpossible
from xena_desktop.domain.interchange import TOKEN_VARIABLE, Language, Outgoing
from xena_desktop.interchange import literals


def python(call: Outgoing) -> str:
    """With requests, which must be installed."""
    headers = "".join(
        f"        {literals.python(name)}: {literals.python(value)},\n" for name, value in call.headers
    )
    data = "" if call.body is None else f"    data={literals.python_bytes(call.body)},\n"
    return (
        "import os\n\nimport requests\n\n"
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


def csharp(call: Outgoing) -> str:
    """A whole program, for .NET and for .NET Framework from 4.7 on."""
    lines = [
        f'request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + {_csharp_token()});',
        "request.Headers.ExpectContinue = false;",
    ]
    if call.body is not None:
        lines.append(f"request.Content = new ByteArrayContent({_csharp_bytes(call.body)});")
    for name, value in call.headers:
        is_contents = name.lower().startswith("content-")
        if is_contents and call.body is None:
            continue
        target = "request.Content.Headers" if is_contents else "request.Headers"
        said = f"{literals.csharp(name)}, {literals.csharp(value)}"
        lines.append(f"{target}.TryAddWithoutValidation({said});")
    body = "".join(f"            {line}\n" for line in lines)
    return (
        "using System;\nusing System.Net.Http;\nusing System.Text;\nusing System.Threading.Tasks;\n\n"
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


def _csharp_bytes(body: bytes) -> str:
    text = _text(body)
    if text is None:
        return f'Convert.FromBase64String("{literals.in_base64(body)}")'
    return f"Encoding.UTF8.GetBytes({literals.csharp(text)})"


def php(call: Outgoing) -> str:
    """With the curl extension."""
    headers = "".join(f"        {literals.php(f'{name}: {value}')},\n" for name, value in call.headers)
    options = "" if call.body is None else f"    CURLOPT_POSTFIELDS => {literals.php(call.body)},\n"
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
    if call.body is not None and call.method in ("GET", "HEAD"):
        raise SnippetImpossible(language=Language.JAVASCRIPT, reason="body")
    headers = "".join(
        f"    {literals.javascript(name)}: {literals.javascript(value)},\n" for name, value in call.headers
    )
    body = "" if call.body is None else f"  body: {_javascript_body(call.body)},\n"
    return (
        f"const answer = await fetch({literals.javascript(call.url)}, {{\n"
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


def _javascript_body(body: bytes) -> str:
    text = _text(body)
    return (
        literals.javascript(text)
        if text is not None
        else f'Buffer.from("{literals.in_base64(body)}", "base64")'
    )


def powershell(call: Outgoing) -> str:
    """With Invoke-WebRequest, for Windows PowerShell 5.1 and for PowerShell 7."""
    if call.body is not None and call.method in ("GET", "HEAD"):
        raise SnippetImpossible(language=Language.POWERSHELL, reason="body")
    plain = [(name, value) for name, value in call.headers if name.lower() != "content-type"]
    content_type = next((value for name, value in call.headers if name.lower() == "content-type"), None)
    headers = "".join(
        f"    {literals.powershell(name)} = {literals.powershell(value)}\n" for name, value in plain
    )
    lines = [f"-Method {call.method}", f"-Uri {literals.powershell(call.url)}", "-Headers $headers"]
    if content_type is not None:
        lines.append(f"-ContentType {literals.powershell(content_type)}")
    body = ""
    if call.body is not None:
        body = f"$body = {_powershell_bytes(call.body)}\n"
        lines.append("-Body $body")
    arguments = " `\n    ".join([*lines, "-MaximumRedirection 0", "-UseBasicParsing"])
    return (
        "$headers = @{\n"
        f'    Authorization = "Bearer $env:{TOKEN_VARIABLE}"\n'
        f"{headers}}}\n{body}"
        f"$answer = Invoke-WebRequest {arguments}\n"
        "$answer.StatusCode\n$answer.Content\n"
    )


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
