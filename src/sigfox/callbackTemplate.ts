/** A variable in the template of a callback body, such as `{time}` or `{customData#temp}`. */
export interface TemplateVariable {
  readonly name: string;
  readonly at: readonly [start: number, end: number];
  /** It stands between the quotes of a JSON string. */
  readonly isQuoted: boolean;
}

/** Finds the variables of a template from left to right. JSON's own braces are no variables: they hold quotes. */
export function findVariables(template: string): readonly TemplateVariable[] {
  const variables: TemplateVariable[] = [];
  let isQuoted = false;
  for (const { 0: part, 1: name, index } of template.matchAll(
    /\\.|"|\{([A-Za-z][A-Za-z0-9]*(?:#[^{}"\s]*)?)\}/g,
  )) {
    if (part === '"') isQuoted = !isQuoted;
    else if (name !== undefined)
      variables.push({ name, at: [index, index + part.length], isQuoted });
  }
  return variables;
}

/** Replaces every variable by what `replace` gives for it. */
export function fillTemplate(
  template: string,
  variables: readonly TemplateVariable[],
  replace: (variable: TemplateVariable) => string,
): string {
  let text = '';
  let from = 0;
  for (const variable of variables) {
    text += template.slice(from, variable.at[0]) + replace(variable);
    from = variable.at[1];
  }
  return text + template.slice(from);
}
