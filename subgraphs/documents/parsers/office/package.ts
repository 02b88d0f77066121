import { posix } from 'node:path';
import type { HiddenText } from 'tributary/sdk';
import type { Archive } from './archive.js';
import { readXml } from './xml.js';

export interface Relation {
  id: string;
  /** The last word of the relation's type: `officeDocument`, `worksheet`, `comments` … */
  type: string;
  /** The path of the part in the archive. */
  target: string;
}

/** What a part points to. External targets are left out: nothing is fetched. */
export function relationsOf(archive: Archive, part: string): Relation[] {
  const folder = posix.dirname(part);
  const path = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!archive.has(path)) return [];
  const relations: Relation[] = [];
  readXml(archive.text(path), {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      relations.push({ id: Id, type: posix.basename(Type), target });
    },
  });
  return relations;
}

/** The main part of a package. */
export function mainPart(archive: Archive, fallback: string): string {
  const path = '_rels/.rels';
  const relations: Relation[] = [];
  if (archive.has(path)) {
    readXml(archive.text(path), {
      open(name, { Id = '', Type = '', Target = '' }) {
        if (name === 'Relationship')
          relations.push({ id: Id, type: posix.basename(Type), target: Target.replace(/^\//, '') });
      },
    });
  }
  const main = relations.find(({ type, target }) => type === 'officeDocument' && archive.has(target));
  return main?.target ?? fallback;
}

/** Title, author and dates; every other property is text that nobody sees on the page. */
export function readProperties(archive: Archive): {
  title: string | null;
  metadata: Record<string, string>;
  hidden: HiddenText[];
} {
  const facts: Record<string, string> = {};
  for (const part of ['docProps/core.xml', 'docProps/app.xml', 'docProps/custom.xml']) {
    if (!archive.has(part)) continue;
    let property = '';
    let path: string[] = [];
    readXml(archive.text(part), {
      open(name, attributes) {
        path.push(name);
        if (name === 'property') property = attributes.name ?? '';
      },
      text(data) {
        const key = part.endsWith('custom.xml') ? property : (path[1] ?? '');
        if (key !== '' && data.trim() !== '') facts[key] = (facts[key] ?? '') + data;
      },
      close() {
        path = path.slice(0, -1);
      },
    });
  }
  const { title, creator, created, modified, Application, lastModifiedBy, ...others } = facts;
  const known = { author: creator, created, modified, application: Application, lastModifiedBy };
  const metadata = Object.fromEntries(
    Object.entries(known).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
  const hidden = Object.entries(others)
    .filter(([key, value]) => /\p{L}{3}/u.test(value) && !APPLICATION_FACTS.has(key))
    .map(([key, value]) => ({ carrier: 'metadata', text: `${key}: ${value}`, page: null }));
  return { title: title?.trim() || null, metadata, hidden };
}

/** What programs note of a file by themselves. */
const APPLICATION_FACTS = new Set(
  'Template TotalTime Pages Words Characters Lines Paragraphs ScaleCrop LinksUpToDate CharactersWithSpaces SharedDoc HyperlinksChanged AppVersion DocSecurity HeadingPairs TitlesOfParts language revision version MMClips'.split(
    ' ',
  ),
);
