"""`leerrecht demo`: made once, whole or not at all; on this machine only; a line with its address when it answers."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest

from leerrecht.cli import main, make_parser
from leerrecht.cli.demo import find_port, get_secret
from tests.cli.running import environment, open_url, running

SMALL = ("--children", 25, "--port", 0)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


def test_a_taken_port_gives_the_next_that_is_free():
    with find_port(0) as taken:
        port = taken.getsockname()[1]
        with find_port(port) as following:
            assert port < following.getsockname()[1] <= port + 19
            assert following.getsockname()[0] == "127.0.0.1"


def test_no_port_is_taken_when_twenty_are_in_use(monkeypatch):
    def refuse(**asked):
        tried.append(asked["port"])
        raise OSError

    tried = []
    monkeypatch.setattr("leerrecht.cli.demo.open_socket", refuse)
    assert find_port(8000) is None
    assert tried == list(range(8000, 8020))
    assert find_port(65530) is None
    assert max(tried) == 65535


def test_the_secret_is_made_once_and_read_by_its_owner_only(tmp_path):
    secret = get_secret(tmp_path)
    assert len(secret) >= 50
    assert get_secret(tmp_path) == secret
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    (tmp_path / "secret").write_text("")
    assert len(get_secret(tmp_path)) >= 50


@pytest.mark.parametrize("wrong", [("--host", "0.0.0.0"), ("--host", "::"), ("--children", "0"), ("--port", "70000")])
def test_what_would_not_be_right_is_refused(wrong, capsys):
    with pytest.raises(SystemExit) as stopped:
        make_parser().parse_args(["demo", *wrong])
    assert stopped.value.code == 2
    assert wrong[1] in capsys.readouterr().err or wrong[0] == "--host"


def test_help_is_quick_and_loads_no_django():
    code = (
        "import sys; from leerrecht.cli import make_parser; make_parser().format_help(); print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_main_knows_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(f"    {command} " in said for command in ("demo", "serve", "migrate", "doctor", "import", "export"))


@pytest.mark.slow
def test_the_address_is_printed_when_the_first_page_answers_and_the_six_can_sign_in(var):
    with running("demo", "--var", var, *SMALL) as demo:
        answer = demo.get("/")
        assert answer.status == 200
        roles = re.findall(r'name="role" value="(\w+)"', answer.text)
        assert len(roles) == 6
        for role in roles:
            assert "<h1" in sign_in(demo.url, role)
        assert "Server" not in answer.headers or "waitress" not in answer.headers["Server"]
        assert open_url(demo.url, Host="demo.example").status == 400
        assert demo.stop()[0] == 0


def sign_in(url: str, role: str) -> str:
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
    with opener.open(url) as answer:
        start = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', start)[1]
    typed = urllib.parse.urlencode({"role": role, "csrfmiddlewaretoken": token, "next": "/vandaag/"}).encode()
    with opener.open(urllib.parse.urljoin(url, "/aanmelden/"), typed) as answer:
        assert answer.status == 200
        assert answer.url.endswith("/vandaag/")
        return answer.read().decode()


@pytest.mark.slow
def test_only_this_machine_can_reach_it(var):
    with running("demo", "--var", var, *SMALL) as demo:
        port = urllib.parse.urlsplit(demo.url).port
        others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {
            "127.0.0.1"
        }
        for address in (address for address in others if not address.startswith("127.")):
            with socket.socket() as other:
                assert other.connect_ex((address, port)) != 0


@pytest.mark.slow
def test_a_second_start_uses_what_is_there_and_stops_when_told_to(tmp_path):
    with running("demo", "--var", tmp_path, *SMALL) as demo:
        assert "verzonnen jongeren" in demo.stop(signal.SIGTERM)[1]
        assert demo.process.returncode == 0
    file = tmp_path / "demo" / "2026-09-15.sqlite3"
    made = file.stat().st_ino
    began = time.monotonic()
    with running("demo", "--var", tmp_path, "--lang", "en", *SMALL) as demo:
        assert time.monotonic() - began < 20  # alone it takes less than one second
        assert demo.url.endswith("/en/")
        code, said = demo.stop()
    assert (code, said.strip()) == (0, "Stopped.")
    assert file.stat().st_ino == made
    with running("demo", "--var", tmp_path, "--fresh", *SMALL) as demo:
        assert file.stat().st_ino != made or "verzonnen" in demo.stop()[1]


def start_a_large_one(var) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "leerrecht.cli", "demo", "--var", str(var), "--children", "3000", "--port", "0"]
    return subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


@pytest.mark.slow
def test_a_start_that_was_killed_leaves_nothing_half(tmp_path):
    process = start_a_large_one(tmp_path)
    assert "verzonnen jongeren" in process.stderr.readline()
    time.sleep(1)
    process.kill()
    process.communicate()
    assert not (tmp_path / "demo" / "2026-09-15.sqlite3").exists()
    left = list((tmp_path / "demo").glob("*.filling*"))
    assert left
    for file in left:
        os.utime(file, (0, 0))
    with running("demo", "--var", tmp_path, *SMALL) as demo:
        assert demo.get("/").status == 200
    assert not list((tmp_path / "demo").glob("*.filling*"))


@pytest.mark.slow
def test_interrupted_while_it_is_made_it_says_so_and_leaves_nothing(tmp_path):
    process = start_a_large_one(tmp_path)
    process.stderr.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert "Gestopt" in process.communicate(timeout=20)[1]
    assert process.returncode == 0
    assert os.listdir(tmp_path / "demo") == ["secret"]


@pytest.mark.slow
def test_another_day_has_its_own_database(tmp_path):
    tmp_path = tmp_path / "mijn map #1%20"
    with running(
        "demo", "--var", tmp_path, "--on", "2026-07-01", *SMALL, DATABASE_URL="sqlite:///real.sqlite3"
    ) as demo:
        assert demo.get("/").status == 200
        assert "Warning" not in demo.stop()[1]  # there is nothing there yet, and that is no news
    assert (tmp_path / "demo" / "2026-07-01.sqlite3").exists()
