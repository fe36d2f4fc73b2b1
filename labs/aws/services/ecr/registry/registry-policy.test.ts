import {
	DeleteRegistryPolicyCommand,
	ECRClient,
	GetRegistryPolicyCommand,
	PutRegistryPolicyCommand,
} from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { OTHER_ACCOUNT, refused } from '../../../people.fixture.ts'
import { ACCOUNT, openRegistry } from '../registry.fixture.ts'

const policyOf = (Action: string) =>
	JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
				Action,
				Resource: `arn:aws:ecr:eu-west-3:${ACCOUNT}:repository/*`,
			},
		],
	})

test('a registry’s policy is told until it is deleted, and has the registry’s actions alone', async () => {
	const { ecr, user } = await openRegistry()
	const gone = refused(
		'RegistryPolicyNotFoundException',
		`Registry policy does not exist in the registry with id '${ACCOUNT}'`,
	)
	await expect(ecr.send(new GetRegistryPolicyCommand({}))).rejects.toEqual(gone)
	const policyText = policyOf('ecr:ReplicateImage')
	await ecr.send(new PutRegistryPolicyCommand({ policyText }))
	expect((await ecr.send(new GetRegistryPolicyCommand({}))).policyText).toBe(policyText)
	for (const bad of ['{', policyOf('ecr:PutImage')]) {
		await expect(ecr.send(new PutRegistryPolicyCommand({ policyText: bad }))).rejects.toEqual(
			refused(
				'InvalidParameterException',
				"Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'",
			),
		)
	}
	const ada = new ECRClient(await user('ada', { Action: 'ecr:GetRegistryPolicy' }))
	await expect(ada.send(new DeleteRegistryPolicyCommand({}))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	await ecr.send(new DeleteRegistryPolicyCommand({}))
	await expect(ecr.send(new DeleteRegistryPolicyCommand({}))).rejects.toEqual(gone)
})
