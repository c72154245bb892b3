/** Regions with AWS IoT Core, most used with Sigfox first; any other can be written. */
export const iotRegions: readonly string[] = [
  'eu-west-1',
  'eu-central-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'us-west-1',
  'ca-central-1',
  'sa-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-south-1',
  'ap-east-1',
  'me-south-1',
  'me-central-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'cn-north-1',
  'cn-northwest-1',
];

export function isRegion(text: string): boolean {
  return /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/.test(text);
}
