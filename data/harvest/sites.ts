/** One documentation site: the Debian package that carries it and the folder its pages lie under. */
export interface Site {
  readonly site: string;
  readonly package: string;
  readonly root: string;
}

/** The sites that are harvested, each made with a template of its own. */
export const sites: readonly Site[] = [
  { site: 'apache', package: 'apache2-doc', root: 'usr/share/doc/apache2-doc/manual' },
  { site: 'boost', package: 'libboost1.74-doc', root: 'usr/share/doc/libboost1.74-doc/doc/html/boost' },
  { site: 'debian-handbook', package: 'debian-handbook', root: 'usr/share/doc/debian-handbook/html' },
  { site: 'eigen', package: 'libeigen3-doc', root: 'usr/share/doc/libeigen3-dev/html' },
  { site: 'erlang', package: 'erlang-doc', root: 'usr/share/doc/erlang-doc/lib/stdlib-4.2/doc/html' },
  { site: 'haproxy', package: 'haproxy-doc', root: 'usr/share/doc/haproxy/html' },
  { site: 'python', package: 'python3.11-doc', root: 'usr/share/doc/python3.11/html/library' },
  { site: 'qt', package: 'qtbase5-doc-html', root: 'usr/share/qt5/doc/qtwidgets' },
  { site: 'r', package: 'r-doc-html', root: 'usr/share/R/doc/manual' },
  { site: 'sqlite', package: 'sqlite3-doc', root: 'usr/share/doc/sqlite3' },
];
