import type { Ask } from '../act.ts';

/** A request as a sentence: `mia: create link – share "share 1", project "south", name "sales", stage "in"`. */
export function say({ caller, act, requestId, validateOnly, etag }: Ask): string {
  const { kind, ...about } = act;
  const said = Object.entries(about).map(([field, value]) => `${words(field)} ${sayValue(value)}`);
  const terms = [
    ...(validateOnly ? ['to validate only'] : []),
    ...(etag === 'none' ? [] : [`with the ${etag} etag`]),
    ...(requestId === '' ? [] : [`as ${requestId}`]),
  ];
  return [`${caller}: ${words(kind)}`, said.join(', '), terms.join(', ')].filter((part) => part !== '').join(' – ');
}

function sayValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(String).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).filter(([, one]) => !(Array.isArray(one) && one.length === 0) && one !== false);
    return inner
      .map(([field, one]) => (field === 'type' ? words(String(one)) : `${words(field)} ${sayValue(one)}`))
      .join(' ');
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function words(text: string): string {
  return text.replaceAll('_', ' ');
}
