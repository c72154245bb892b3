import type { MessageSource } from './messageSource';

/** A source whose heavy door is opened when the first session is. */
export function lazyMessageSource(load: () => Promise<MessageSource>): MessageSource {
  let source: Promise<MessageSource> | undefined;
  return {
    open: async (request, signal) => {
      source ??= load();
      return (await source).open(request, signal);
    },
  };
}
