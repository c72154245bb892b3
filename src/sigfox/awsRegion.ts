/** Sigfox's form writes AWS regions as constants, `EU_WEST_1`; AWS itself writes `eu-west-1`. */
export function formatSigfoxRegion(region: string): string {
  return region.trim().toUpperCase().replaceAll('-', '_');
}

/** Reads a region in either spelling; undefined for what is none. */
export function parseRegion(text: string): string | undefined {
  const region = text.trim().toLowerCase().replaceAll('_', '-');
  return /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region) ? region : undefined;
}
