import * as z from 'zod/mini';
import { readJson } from './sources';

const Item = z.looseObject({ command: z.string(), when: z.optional(z.string()) });
const Property = z.looseObject({
  default: z.unknown(),
  enum: z.optional(z.array(z.string())),
  markdownDescription: z.string(),
});
const Manifest = z.looseObject({
  contributes: z.looseObject({
    commands: z.array(z.looseObject({ command: z.string(), title: z.string() })),
    keybindings: z.array(z.looseObject({ command: z.string(), key: z.string(), mac: z.optional(z.string()) })),
    menus: z.record(z.string(), z.array(Item)),
    configuration: z.looseObject({ properties: z.record(z.string(), Property) }),
  }),
});

const { commands, keybindings, menus, configuration } = Manifest.parse(readJson('package.json')).contributes;
const texts = z.record(z.string(), z.string()).parse(readJson('package.nls.json'));

/** Where commands are offered, with the entries of the manifest that say so. */
const PLACES: readonly (readonly [place: string, offers: readonly z.infer<typeof Item>[]])[] = [
  [
    'Explorer, tabs',
    [...of('explorer/context'), ...of('editor/title/context')].filter(({ when = '' }) => !/Filename/.test(when)),
  ],
  [
    'a folder or a list of digests in the Explorer',
    of('explorer/context').filter(({ when = '' }) => /explorerResourceIsFolder/.test(when)),
  ],
  [
    'a job file, there and in the editor',
    [...of('explorer/context'), ...of('editor/title')].filter(({ when = '' }) => /evidence-job/.test(when)),
  ],
  ['title of the queue', of('view/title')],
  ['a job in the queue', of('view/item/context').filter(({ when = '' }) => /viewItem =~ \/\^\(?job/.test(when))],
  ['a failure in the queue', of('view/item/context').filter(({ when = '' }) => /viewItem =~ \/.*failure/.test(when))],
  ['a page of this extension', of('editor/title').filter(({ when = '' }) => /activeWebviewPanelId/.test(when))],
];

/** Where each command is offered, as a table. Whoever adds one to the manifest finds it here. */
export function commandTable(): string {
  const offered = new Set(PLACES.flatMap(([, offers]) => offers.map(({ command }) => command)));
  const hidden = of('commandPalette')
    .filter(({ when }) => when === 'false')
    .map(({ command }) => command);
  const besides = commands.filter(({ command }) => !offered.has(command) && !hidden.includes(command));
  const rows = [...PLACES, ['palette, besides', besides] as const].map(([place, offers]) => {
    const ids = new Set(offers.map(({ command }) => command));
    const titles = commands.filter(({ command }) => ids.has(command)).map(({ title }) => `**${text(title)}**`);
    return `| ${place} | ${titles.join(', ')} |`;
  });
  return ['| where | commands |', '|---|---|', ...rows].join('\n');
}

/** The keys of the tree of the queue, as a table. */
export function keyTable(): string {
  const rows = keybindings.map(({ command, key, mac = key }) => {
    const title = commands.find((each) => each.command === command)?.title ?? command;
    return `| ${keyName(key)} | ${keyName(mac)} | **${text(title)}** |`;
  });
  return ['| key | on macOS | |', '|---|---|---|', ...rows].join('\n');
}

/** Every setting with its default and its description, as a table. */
export function settingTable(): string {
  const rows = Object.entries(configuration.properties).map(([name, property]) => {
    const values =
      property.enum === undefined ? '' : ` Values: ${property.enum.map((value) => `\`${value}\``).join(', ')}.`;
    const description = text(property.markdownDescription).replace(/`#([\w.]+)#`/g, '`$1`');
    return `| \`${name}\` | \`${JSON.stringify(property.default)}\` | ${cell(`${description}${values}`)} |`;
  });
  return ['| setting | default | |', '|---|---|---|', ...rows].join('\n');
}

/** `ctrl+enter` as it is printed on keys. */
function keyName(key: string): string {
  return key.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

function of(menu: string): readonly z.infer<typeof Item>[] {
  return menus[menu] ?? [];
}

function text(key: string): string {
  return texts[key.replaceAll('%', '')] ?? key;
}

function cell(content: string): string {
  return content.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
