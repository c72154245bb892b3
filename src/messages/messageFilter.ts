import { type MessageQuery, parseMessageQuery } from './messageQuery';

/** What shows under a filter; what is no query is looked for as text, so that a half-typed one hides nothing by surprise. */
export function filterQuery(filter: string): MessageQuery {
  const parsed = parseMessageQuery(filter);
  return parsed.kind === 'query'
    ? parsed.query
    : { kind: 'text', text: filter.trim().toLowerCase() };
}
