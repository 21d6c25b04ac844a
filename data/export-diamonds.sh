#!/bin/sh
# Makes diamonds.csv beside this file: ggplot2's data set `diamonds`, out of Debian's package r-cran-ggplot2.
# The package is downloaded and unpacked in a temporary folder, not installed. R reads it (r-base-core, installed where missing).
set -eu
target=$(cd "$(dirname "$0")" && pwd)/diamonds.csv
command -v Rscript > /dev/null || apt-get install --yes --no-install-recommends r-base-core

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
cd "$temporary"
apt-get download r-cran-ggplot2
dpkg-deb -x r-cran-ggplot2_*.deb .

Rscript --vanilla - "$target" <<'R'
invisible(lazyLoad('usr/lib/R/site-library/ggplot2/data/Rdata', filter = function(name) name == 'diamonds'))
class(diamonds) <- 'data.frame'
write.csv(diamonds, commandArgs(trailingOnly = TRUE), row.names = FALSE, quote = FALSE)
cat(nrow(diamonds), 'rows of r-cran-ggplot2', system('dpkg-deb -f r-cran-ggplot2_*.deb Version', intern = TRUE), '\n')
R
