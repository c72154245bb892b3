import type { AwsService } from './awsIdentity';
import { type AwsProfiles, findProfile } from './awsProfile';

/**
 * The address that stands in for a service's own, in AWS's order: the service's variable, the general variable, the
 * `services` section of the profile, the profile. An address that is none is no custom endpoint.
 */
export function customEndpoint(
  profiles: AwsProfiles,
  profileName: string,
  service: AwsService,
): string | undefined {
  const { environment, config } = profiles;
  const section = findProfile(profiles, profileName)?.section;
  const isIgnored =
    environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ??
    section?.get('ignore_configured_endpoint_urls');
  if (isIgnored?.toLowerCase() === 'true') return undefined;
  const services = config.get(`services ${section?.get('services') ?? ''}`);
  const candidates = [
    environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`],
    environment['AWS_ENDPOINT_URL'],
    services?.get(`${service}.endpoint_url`),
    section?.get('endpoint_url'),
  ];
  return candidates.find((text) => text !== undefined && isWebAddress(text));
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
