import { CreateFunctionCommand, type CreateFunctionRequest, LambdaClient } from '@aws-sdk/client-lambda'
import { zipSync } from 'fflate'
import { ACCOUNT } from '../../emulator.fixture.ts'
import type { Emulator } from '../../emulator.ts'
import { openPeople, type Permission, policy } from '../../people.fixture.ts'
import type { WorkHost } from '../../world/work-host.ts'

// What the tests of functions start from: a world whose functions run, and one execution role.

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/fonctions`
export const arnOf = (name: string) => `arn:aws:lambda:eu-west-3:${ACCOUNT}:function:${name}`

export function codeOf(files: Record<string, string>): Uint8Array {
	return zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])))
}

/** A policy by which a service takes a role. */
export function trusting(...services: ReadonlyArray<string>): string {
	return JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { Service: services.map((one) => `${one}.amazonaws.com`) },
				Action: 'sts:AssumeRole',
			},
		],
	})
}

/** What runs functions: the real host, `openFunctionHost()`, which a test brings along. */
export interface FunctionHost {
	work: WorkHost
	serve(emulator: Emulator): Promise<void>
	close(): void
}

/** People, functions that run for real, and their role, which may do what is given. */
export async function openLambda(host: FunctionHost, ...permissions: ReadonlyArray<Permission>) {
	const people = await openPeople({ work: host.work })
	await host.serve(people.emulator)
	await people.iam('CreateRole', { RoleName: 'fonctions', AssumeRolePolicyDocument: trusting('lambda') })
	if (permissions.length > 0)
		await people.iam('PutRolePolicy', {
			...{ RoleName: 'fonctions', PolicyName: 'own', PolicyDocument: policy(...permissions) },
		})
	const lambda = new LambdaClient(people.root)
	/** Makes a function of one file. */
	async function create(FunctionName: string, source: string, more: Partial<CreateFunctionRequest> = {}) {
		return lambda.send(
			new CreateFunctionCommand({
				...{ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE },
				Code: { ZipFile: codeOf({ 'index.js': source }) },
				...more,
			}),
		)
	}
	return { ...people, lambda, create, close: () => host.close() }
}
