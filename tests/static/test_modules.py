"""The modules load under hashed file names, stay short, and weigh little."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "annotations" / "static" / "annotations"
TEMPLATES = ROOT / "templates"
MODULES = sorted((STATIC / "js").glob("*.js"))
IMPORT_MAP = (TEMPLATES / "partials" / "_importmap.html").read_text()
MAPPED = dict(re.findall(r"\"claimdesk/([\w-]+)\.js\":\"{% static 'annotations/js/([\w-]+)\.js' %}\"", IMPORT_MAP))
BODY = re.compile(r"^import .*$|^} from .*$", re.MULTILINE)


def imports(module: Path) -> set[str]:
    """The names a module asks for."""
    return set(re.findall(r'from "([^"]+)"', module.read_text()))


def test_the_import_map_names_each_module_by_its_file() -> None:
    assert all(name == file for name, file in MAPPED.items())
    assert set(MAPPED) <= {module.stem for module in MODULES}


def test_a_module_outside_the_import_map_is_started_by_a_page() -> None:
    started = {
        name for page in TEMPLATES.rglob("*.html") for name in re.findall(r"js/([\w-]+)\.js' %}\"", page.read_text())
    }
    assert {module.stem for module in MODULES} - set(MAPPED) - started == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_imported_by_its_mapped_name_only(module: Path) -> None:
    assert imports(module) <= {f"claimdesk/{name}.js" for name in MAPPED}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_shorter_than_two_hundred_lines(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= 200


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_imports_nothing_it_does_not_use(module: Path) -> None:
    text = module.read_text()
    body = BODY.sub("", text)
    for names in re.findall(r"^import \{([^}]+)\} from", text, re.MULTILINE):
        for name in names.split(","):
            assert re.search(rf"(?<![\w$])(?:(?<=\.\.\.)|(?<!\.)){re.escape(name.strip())}(?![\w$])", body), name


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="i-([\w-]+)"', (TEMPLATES / "partials" / "_icons.html").read_text()))
    asked: set[str] = set()
    for page in TEMPLATES.rglob("*.html"):
        text = page.read_text()
        asked |= set(re.findall(r'href="#i-([\w-]+)"', text))
        asked |= set(re.findall(r'_icon\.html" with name="([\w-]+)"', text))
    for module in MODULES:
        asked |= set(re.findall(r'\bicon\("([\w-]+)"\)', module.read_text()))
        asked |= set(re.findall(r'"icon": "([\w-]+)"', module.read_text()))
    assert asked - sprite == set()


def test_every_token_that_is_used_is_defined() -> None:
    styles = "\n".join(sheet.read_text() for sheet in (STATIC / "css").glob("*.css"))
    given = {"--c", "--t", "--k", "--if", "--ik", "--top"}  # set by a class or read with a fallback
    used = set(re.findall(r"var\((--[\w-]+)", styles))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", styles)) - given == set()


def loaded_by(*names: str) -> set[Path]:
    """The modules a page gets at once when it starts these: they and all that they import."""
    found: set[Path] = set()
    asked = list(names)
    while asked:
        module = STATIC / "js" / f"{asked.pop()}.js"
        if module not in found:
            found.add(module)
            asked += [name.removeprefix("claimdesk/").removesuffix(".js") for name in imports(module)]
    return found


def test_the_review_page_stays_under_its_weight() -> None:
    """Fonts, styles, modules and htmx, compressed: 250 kB cold, with 25 kB left for the page itself."""
    import django_htmx

    sheets = re.findall(
        r"css/([\w-]+\.css)", (TEMPLATES / "base.html").read_text() + (TEMPLATES / "review.html").read_text()
    )
    files = [*loaded_by("shell", "review"), *(STATIC / "css" / sheet for sheet in sheets)]
    files.append(Path(str(django_htmx.__file__)).parent / "static" / "django_htmx" / "htmx-2.min.js")
    fonts = [font for font in (STATIC / "fonts").glob("*.woff2") if "italic" not in font.name]
    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) + sum(f.stat().st_size for f in fonts)
    assert weight < 225_000


def test_every_font_family_has_its_licence_beside_it() -> None:
    families = {"atkinson": "LICENSE-atkinson.txt", "source-serif": "LICENSE-source-serif.txt"}
    families["jetbrains"] = "LICENSE-jetbrains-mono.txt"
    for font in (STATIC / "fonts").glob("*.woff2"):
        licence = next(file for family, file in families.items() if font.name.startswith(family))
        assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / licence).read_text().upper()
