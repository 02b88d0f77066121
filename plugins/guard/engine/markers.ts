import type { Finding, Severity } from './finding.js';

interface Marker {
  kind: string;
  rule: string;
  version: number;
  severity: Severity;
  pattern: RegExp;
  /** One of these is in what the pattern finds: without any, it need not look. */
  signs: readonly string[];
}

const marker = (
  kind: string,
  rule: string,
  severity: Severity,
  pattern: RegExp,
  ...signs: string[]
): Marker => ({
  kind,
  rule: `guard.${rule}`,
  version: 1,
  severity,
  pattern,
  signs,
});

/**
 * Signs that speak to a model's machinery and not to a reader: calls of tools, marks of chat templates, addresses that
 * carry data out. Every pattern begins with a literal and is bounded, so a scan is linear.
 */
const markers: readonly Marker[] = [
  marker(
    'instruction.tool-call',
    'tool-call',
    'HIGH',
    /\[\[\s{0,3}(?:CALL|TOOL|EXEC|EXECUTE|RUN|FUNCTION|ACTION)\b[^\]\n]{0,300}(?:\]\])?/giu,
    '[[',
  ),
  marker(
    'instruction.tool-call',
    'tool-call-tag',
    'HIGH',
    /<\/?(?:tool_call|tool_use|function_calls?|invoke|tool_code)\b[^>\n]{0,200}>/giu,
    '<',
  ),
  marker(
    'instruction.tool-call',
    'tool-call-json',
    'MEDIUM',
    /"(?:function_call|tool_calls|tool_choice)"\s{0,3}:/giu,
    '_',
  ),
  marker(
    'instruction.template',
    'chat-template',
    'HIGH',
    /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>/giu,
    '<|',
    '[',
    '<<',
  ),
  marker(
    'instruction.template',
    'chat-role',
    'MEDIUM',
    /^[ \t]{0,8}(?:#{1,4} {0,2}|\*\*|<)(?:system|assistant)(?: (?:prompt|message|instructions?))?(?:>|\*\*)?\s{0,3}:/gimu,
    '#',
    '**',
    '<',
  ),
  marker(
    'instruction.template',
    'prompt-end',
    'HIGH',
    /(?:[=\-#*]{4,20} {0,3}|\[|<)(?:END|BEGIN|START)(?: OF)?(?: (?:THE )?(?:SYSTEM|USER|PROMPT|INSTRUCTIONS?|CONTEXT|DOCUMENT)){1,3}/gu,
    'END ',
    'BEGIN ',
    'START ',
  ),
  marker('instruction.template', 'prompt-end-bare', 'MEDIUM', /={4,20} ?END\b/gu, '===='),
  marker(
    'instruction.exfiltration',
    'image-with-data',
    'HIGH',
    /!\[[^\]\n]{0,100}\]\(https?:\/\/[^)\s]{1,200}[?&/][^)\s]{0,200}(?:\{|%7B|\$\{|<|\[)[^)\n]{0,200}\)?/giu,
    '![',
  ),
  marker(
    'instruction.override',
    'chinese-override',
    'HIGH',
    /(?:忽略|无视|忘记|忘掉|不要理会)[^。！？\n]{0,12}(?:之前|以上|上面|前面|先前|所有|一切)[^。！？\n]{0,10}(?:指令|指示|提示|说明|规则|命令|内容)/gu,
  ),
  marker(
    'instruction.disclosure',
    'chinese-disclosure',
    'HIGH',
    /(?:显示|输出|打印|告诉我|透露|泄露|重复)[^。！？\n]{0,10}(?:系统提示|提示词|系统指令)/gu,
  ),
];

/** A mark that makes a finding in the surrounding text impossible to tell from an attack costs one look. */
export function findMarkers(text: string): Finding[] {
  return markers
    .filter(({ signs }) => signs.length === 0 || signs.some((sign) => text.includes(sign)))
    .flatMap(({ kind, rule, version, severity, pattern }) =>
      [...text.matchAll(pattern)].slice(0, 100).map((match) => ({
        kind,
        severity,
        rule,
        version,
        start: match.index,
        end: match.index + match[0].length,
      })),
    );
}

/** Text inside a visible text that a page would not show: how it is hidden, and where. */
export interface EmbeddedText {
  carrier: string;
  text: string;
  start: number;
  end: number;
}

const embedders: readonly (readonly [carrier: string, pattern: RegExp])[] = [
  [
    'display-none',
    /<(?:span|div|p|font)\b[^>]{0,200}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0|color\s{0,3}[:=]\s{0,3}"?(?:white|#fff))[^>]{0,200}>(?<inner>[^<]{1,4000})/giu,
  ],
  ['white-on-white', /\\(?:text)?color\{(?:white|#fff(?:fff)?)\}\s{0,3}\{?(?<inner>[^}$\n]{1,2000})/giu],
  ['white-on-white', /\\(?:h?phantom|vphantom)\{(?<inner>[^}\n]{1,2000})\}/giu],
];

/** Hidden parts of Markdown, HTML and TeX that stand in a text as it is read. */
export function findEmbedded(text: string): EmbeddedText[] {
  if (!/[<\\]/.test(text)) return [];
  return [
    ...htmlComments(text),
    ...(/display|visibility|font-size|color|phantom/i.test(text) ? byPattern(text) : []),
  ];
}

/** Searched by hand: a pattern would look for the end of each of a hundred thousand openings. */
function htmlComments(text: string): EmbeddedText[] {
  const found: EmbeddedText[] = [];
  let start = text.indexOf('<!--');
  while (start >= 0 && found.length < 200) {
    const close = text.indexOf('-->', start + 4);
    if (close < 0) break;
    found.push({ carrier: 'html-comment', text: text.slice(start + 4, close), start, end: close + 3 });
    start = text.indexOf('<!--', close + 3);
  }
  return found;
}

function byPattern(text: string): EmbeddedText[] {
  return embedders.flatMap(([carrier, pattern]) =>
    [...text.matchAll(pattern)].slice(0, 200).map((match) => ({
      carrier,
      text: match.groups?.inner ?? '',
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}
