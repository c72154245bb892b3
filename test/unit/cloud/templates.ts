import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readTemplate, type TemplateDocument } from '../../../src/cloud/templateDocument';
import type { Filling } from '../../../src/cloud/templateValues';

export const ownTemplate = readFileSync(
  path.resolve(import.meta.dirname, '../../../media/cloudformation/sigfox-to-iot.yaml'),
  'utf8',
);

export const account = '111122223333';
export const sigfoxAccount = '444455556666';
export const externalId = '5832c0a1171ee25d3a4c9ee2';

/** Values that fill our own template in. */
export const ownValues: Readonly<Record<string, string>> = {
  ExternalId: externalId,
  SigfoxPrincipal: sigfoxAccount,
  AWSAccountId: account,
  Region: 'eu-west-1',
  TopicName: 'sigfox',
};

export function fill(parameters: Readonly<Record<string, string>>): Filling {
  return {
    parameters: new Map(Object.entries(parameters)),
    account,
    region: 'eu-west-1',
    stackName: 'SigfoxIoTConnector',
  };
}

export function read(text: string): TemplateDocument {
  const reading = readTemplate(text);
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return reading.document;
}

/** The shape of Sigfox's own template, as far as it is known: parameters, two resources, three outputs. */
export function vendorTemplate(
  change: { role?: string; trust?: string; statement?: string; extra?: string; top?: string } = {},
): string {
  return `AWSTemplateFormatVersion: '2010-09-09'
Description: This template is used to create a role with cross account access
${change.top ?? ''}
Parameters:
  AWSAccountId: {Type: String, Description: Your account}
  ExternalId: {Type: String, Description: From the backend}
  Region: {Type: String, Description: Region}
  TopicName: {Type: String, Description: Topic}
Resources:
  crossAccountRoleForAWSIoT:
    Type: AWS::IAM::Role
    Properties:
      Path: /
${change.role ?? ''}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          ${
            change.trust ??
            `- Effect: Allow
            Principal: {AWS: 'arn:aws:iam::${sigfoxAccount}:root'}
            Action: ['sts:AssumeRole']
            Condition: {StringEquals: {'sts:ExternalId': !Ref ExternalId}}`
          }
  CrossAccountPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: sigfox
      Roles: [!Ref crossAccountRoleForAWSIoT]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          ${
            change.statement ??
            `- Effect: Allow
            Action: ['iot:Publish']
            Resource: !Join [':', ['arn:aws:iot', !Ref Region, !Ref AWSAccountId, !Join ['/', [topic, !Ref TopicName]]]]`
          }
${change.extra ?? ''}
Outputs:
  ARNRole: {Value: !GetAtt crossAccountRoleForAWSIoT.Arn}
  Region: {Value: !Ref Region}
  Topic: {Value: !Ref TopicName}
`;
}

export const vendorValues: Readonly<Record<string, string>> = {
  AWSAccountId: account,
  ExternalId: externalId,
  Region: 'eu-west-1',
  TopicName: 'sigfox',
};
