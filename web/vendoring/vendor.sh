#!/bin/sh
# Makes web/static/vendor anew. For a maintainer; nobody needs node to install, run or test govflow.
# Needs npm. Works in a folder of its own outside the checkout, and writes no lock file, so that no address is kept.
set -eu

GOVUK=6.3.0    # what govuk-frontend-jinja 4.1 is ported from: change both together
HTMX=4.0.1
FONT=5.3.0
SASS=1.108.2

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
vendor=$here/../static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --no-audit --no-fund --no-package-lock --ignore-scripts \
  "govuk-frontend@$GOVUK" "htmx.org@$HTMX" "@fontsource-variable/public-sans@$FONT" "sass@$SASS"

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
