#!/bin/sh
# Makes web/static/vendor and govflow/documents/faces anew. For a maintainer; nobody needs node to install, run or test govflow.
# Needs npm, and the project's own Python in .venv. Works in a folder of its own outside the checkout, and writes no lock file, so
# that no address is kept.
set -eu

GOVUK=6.3.0    # what govuk-frontend-jinja 4.1 is ported from: change both together
HTMX=4.0.1
FONT=5.3.0
NOTO=5.3.0
EMOJI=5.3.1
PLEX=5.3.0
SASS=1.108.2
# What documents are set in where Public Sans has no letter: the scripts of people who live here, signs, and emoji.
SCRIPTS="hebrew bengali gurmukhi gujarati tamil telugu malayalam sinhala ethiopic georgian armenian thai"

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
vendor=$here/../static/vendor
faces=$here/../../govflow/documents/faces
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --no-audit --no-fund --no-package-lock --ignore-scripts \
  "govuk-frontend@$GOVUK" "htmx.org@$HTMX" "@fontsource-variable/public-sans@$FONT" "sass@$SASS" \
  "@fontsource-variable/noto-emoji@$EMOJI" "@fontsource/noto-sans-symbols-2@$NOTO" "@fontsource/noto-sans-math@$NOTO" \
  "@fontsource-variable/vazirmatn@$NOTO" "@fontsource/ibm-plex-sans-arabic@$PLEX" "@fontsource-variable/noto-sans@$NOTO" \
  $(for script in $SCRIPTS symbols; do echo "@fontsource-variable/noto-sans-$script@$NOTO"; done)

rm -rf "$vendor"
mkdir -p "$vendor"
npx sass --no-source-map --style=compressed --quiet-deps --load-path=node_modules "$here/govuk.scss" "$vendor/govuk-frontend-$GOVUK.css"
# Without the line that names a source map which is not shipped.
sed '/^\/\/# sourceMappingURL=/d' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js >"$vendor/govuk-frontend-$GOVUK.js"
sed '/^\/\/# sourceMappingURL=/d' node_modules/htmx.org/dist/htmx.min.js >"$vendor/htmx-$HTMX.js"
for part in latin latin-ext; do
  cp "node_modules/@fontsource-variable/public-sans/files/public-sans-$part-wght-normal.woff2" "$vendor/public-sans-$FONT-$part.woff2"
done
cp "$here/LICENSE-govuk-frontend.txt" "$vendor/"  # the package brings none
cp node_modules/htmx.org/LICENSE "$vendor/LICENSE-htmx.txt"
cp node_modules/@fontsource-variable/public-sans/LICENSE "$vendor/LICENSE-public-sans.txt"

# VENDORED.md: one row a file; the tests compare the hashes.
{
  echo "# What is vendored here"
  echo
  echo "Made by \`web/vendoring/vendor.sh\`; do not edit. GOV.UK Frontend is compiled with Public Sans instead of GDS Transport and without the"
  echo "crown, as a service that is not part of GOV.UK must be. The full licence texts are the LICENSE files beside this one."
  echo
  echo "| file | package | version | licence | sha256 |"
  echo "|---|---|---|---|---|"
  row() { echo "| $1 | $2 | $3 | $4 | $(sha256sum "$vendor/$1" | cut -d' ' -f1) |"; }
  row "govuk-frontend-$GOVUK.css" govuk-frontend "$GOVUK" MIT
  row "govuk-frontend-$GOVUK.js" govuk-frontend "$GOVUK" MIT
  row "htmx-$HTMX.js" htmx.org "$HTMX" 0BSD
  row "public-sans-$FONT-latin.woff2" @fontsource-variable/public-sans "$FONT" OFL-1.1
  row "public-sans-$FONT-latin-ext.woff2" @fontsource-variable/public-sans "$FONT" OFL-1.1
} >"$vendor/VENDORED.md"

# The faces of documents, in the order in which they are asked for a letter.
rm -rf "$faces"
mkdir -p "$faces"
names=
face() {  # package, its part, weight as its file is named
  cp "node_modules/$1/files/${1##*/}-$2-$3-normal.woff2" "$faces/${1##*/}-$2.woff2"
  names="$names ${1##*/}-$2.ttf"
}
for part in latin latin-ext vietnamese; do face @fontsource-variable/public-sans $part wght; done
for part in latin-ext vietnamese greek greek-ext cyrillic cyrillic-ext devanagari; do face @fontsource-variable/noto-sans $part wght; done
# Not Noto's Arabic: it draws a letter and its dots apart, and what is copied from the PDF is another letter.
face @fontsource-variable/vazirmatn arabic wght
face @fontsource/ibm-plex-sans-arabic arabic 400
for script in $SCRIPTS; do face "@fontsource-variable/noto-sans-$script" "$script" wght; done
face @fontsource-variable/noto-sans-symbols symbols wght
face @fontsource/noto-sans-math latin 400
face @fontsource/noto-sans-symbols-2 symbols 400
for part in 0 1 2 3 4 5 6 7 8 9; do face @fontsource-variable/noto-emoji $part wght; done
cp node_modules/@fontsource-variable/public-sans/LICENSE "$faces/LICENSE-public-sans.txt"
cp node_modules/@fontsource-variable/noto-sans/LICENSE "$faces/LICENSE-noto.txt"
cp node_modules/@fontsource-variable/vazirmatn/LICENSE "$faces/LICENSE-vazirmatn.txt"
cp node_modules/@fontsource/ibm-plex-sans-arabic/LICENSE "$faces/LICENSE-ibm-plex.txt"
"$here/../../.venv/bin/python" - "$faces" $names <<'PYTHON'
# Unpacks the files, and writes faces.json: which characters each can draw, as spans of code points.
import json, sys
from itertools import groupby
from pathlib import Path
from fontTools.ttLib import TTFont, woff2

folder, names, found = Path(sys.argv[1]), sys.argv[2:], {}
for name in names:
    packed = folder / Path(name).with_suffix(".woff2")
    with (folder / name).open("wb") as out:
        woff2.decompress(packed, out)
    packed.unlink()
    drawn = sorted(TTFont(folder / name).getBestCmap())
    runs = [list(run) for _, run in groupby(enumerate(drawn), key=lambda pair: pair[1] - pair[0])]
    ends = [(run[0][1], run[-1][1]) for run in runs]
    found[name] = ",".join(f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in ends)
lines = (f'  "{name}": {json.dumps(spans)}' for name, spans in found.items())
(folder / "faces.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
PYTHON
{
  echo "# The faces of documents"
  echo
  echo "Made by \`web/vendoring/vendor.sh\`; do not edit. \`faces.json\` says which characters each can draw. All are under the SIL Open Font"
  echo "Licence 1.1, whose text is in the LICENSE files beside this one. They are unpacked, as to unpack one takes longer than to draw with it."
  echo
  echo "| file | package | version | licence | sha256 |"
  echo "|---|---|---|---|---|"
  for name in $names; do
    case $name in
      vazirmatn-*) package=@fontsource-variable/vazirmatn version=$NOTO ;;
      ibm-plex-*) package=@fontsource/ibm-plex-sans-arabic version=$PLEX ;;
      public-sans-*) package=@fontsource-variable/public-sans version=$FONT ;;
      noto-emoji-*) package=@fontsource-variable/noto-emoji version=$EMOJI ;;
      noto-sans-symbols-2-* | noto-sans-math-*) package=@fontsource/${name%-*} version=$NOTO ;;
      noto-sans-latin-ext.* | noto-sans-vietnamese.* | noto-sans-greek* | noto-sans-cyrillic* | noto-sans-devanagari.*)
        package=@fontsource-variable/noto-sans version=$NOTO ;;
      *) package=@fontsource-variable/${name%-*} version=$NOTO ;;
    esac
    echo "| $name | $package | $version | OFL-1.1 | $(sha256sum "$faces/$name" | cut -d' ' -f1) |"
  done
} >"$faces/VENDORED.md"
