import { expect, test } from 'vitest'
import { AwsError } from '../../aws-error.ts'
import { ec2 } from './ec2.ts'
import { read, request, write } from './wire.fixture.ts'

// Requests as botocore 1.43.11 and the AWS SDK for JavaScript 3.1164 write them.

test('EC2 reads lists without an element of their own, and names with capitals', () => {
	const run =
		'Action=RunInstances&Version=2016-11-15&ImageId=ami-1&MinCount=1&MaxCount=2&SecurityGroupId.1=sg-1&SecurityGroupId.2=sg-2&TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=%C3%A9quipe&TagSpecification.1.Tag.1.Value=a+b&NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.PrivateIpAddresses.1.PrivateIpAddress=10.0.0.1&NetworkInterface.1.PrivateIpAddresses.1.Primary=true&DryRun=true&IamInstanceProfile.Name=web'
	expect(read('ec2', ec2, request('/', run)).input).toEqual({
		ImageId: 'ami-1',
		MinCount: 1,
		MaxCount: 2,
		SecurityGroupIds: ['sg-1', 'sg-2'],
		TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'équipe', Value: 'a b' }] }],
		NetworkInterfaces: [
			{ DeviceIndex: 0, PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.1', Primary: true }] },
		],
		DryRun: true,
		IamInstanceProfile: { Name: 'web' },
	})
	const launched = {
		Reservations: [
			{
				ReservationId: 'r-1',
				Instances: [{ InstanceId: 'i-1', LaunchTime: new Date('2026-11-25T09:30:00Z') }],
			},
		],
	}
	expect(write('ec2', ec2, 'DescribeInstances', launched).text).toBe(
		'<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r1</requestId><reservationSet><item><reservationId>r-1</reservationId><instancesSet><item><instanceId>i-1</instanceId><launchTime>2026-11-25T09:30:00.000Z</launchTime></item></instancesSet></item></reservationSet></DescribeInstancesResponse>',
	)
	expect(write('ec2', ec2, 'CreateTags', {}).text).toContain('<return>true</return>')
	expect(write('ec2', ec2, 'DescribeInstances', new AwsError('AuthFailure', '<No>', 401))).toMatchObject({
		status: 401,
		text: '<Response><Errors><Error><Code>AuthFailure</Code><Message>&lt;No&gt;</Message></Error></Errors><RequestID>r1</RequestID></Response>',
	})
})

test.each([
	['Action=RunInstances&MinCount=1', 'MissingParameter', 400],
	['Action=RunInstances&MinCount=x&MaxCount=1', 'InvalidParameterValue', 400],
	[
		'Action=RunInstances&MinCount=1&MaxCount=1&InstanceInitiatedShutdownBehavior=x',
		'InvalidParameterValue',
		400,
	],
	['Action=DescribeImages', 'NotImplemented', 501],
	['Version=2016-11-15', 'MissingAction', 400],
])('EC2: %s is refused with %s', (form, code, status) => {
	expect(() => read('ec2', ec2, request('/', form))).toThrow(expect.objectContaining({ code, status }))
})
