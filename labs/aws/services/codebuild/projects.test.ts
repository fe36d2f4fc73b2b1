import {
	BatchDeleteBuildsCommand,
	BatchGetProjectsCommand,
	CodeBuildClient,
	DeleteProjectCommand,
	ListBuildsForProjectCommand,
	ListCuratedEnvironmentImagesCommand,
	ListProjectsCommand,
	StartBuildCommand,
	StopBuildCommand,
	UpdateProjectCommand,
} from '@aws-sdk/client-codebuild'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { refused } from '../../people.fixture.ts'
import { buildspec, openBuilds, ROLE } from './codebuild.fixture.ts'

const host = openBuildHost()
afterAll(host.close)

test('Refusals of StartBuild and of projects have AWS’s words', async () => {
	const people = await openBuilds(host.work)
	const { codebuild } = people
	const start = (input: object = {}) =>
		codebuild.send(new StartBuildCommand({ projectName: 'shop', ...input }))
	const arn = `arn:aws:codebuild:eu-west-3:${ACCOUNT}:project/shop`
	await expect(start()).rejects.toEqual(
		refused('ResourceNotFoundException', `Project cannot be found: ${arn}`),
	)
	await people.createProject({
		source: { type: 'NO_SOURCE', buildspec: buildspec('true') },
		concurrentBuildLimit: 1,
	})
	await expect(people.createProject()).rejects.toEqual(
		refused('ResourceAlreadyExistsException', `Project already exists: ${arn}`),
	)
	const { build } = await start({ idempotencyToken: 'once' })
	expect((await start({ idempotencyToken: 'once' })).build?.id).toBe(build?.id)
	await expect(start()).rejects.toEqual(
		refused('AccountLimitExceededException', 'Cannot have more than 1 active builds for the project'),
	)
	await people.sandbox.advance()
	await people.sandbox.settle()
	await people.iam('DeleteRolePolicy', { RoleName: 'build', PolicyName: 'own' })
	await people.iam('DeleteRole', { RoleName: 'build' })
	await expect(start()).rejects.toEqual(
		refused(
			'InvalidInputException',
			expect.stringMatching(
				/^CodeBuild is not authorized to perform: sts:AssumeRole on service role\./,
			) as never,
		),
	)
	await expect(codebuild.send(new StopBuildCommand({ id: 'shop:none' }))).rejects.toEqual(
		refused('ResourceNotFoundException', 'Build not found'),
	)
	await expect(codebuild.send(new ListBuildsForProjectCommand({ projectName: 'none' }))).rejects.toEqual(
		refused('ResourceNotFoundException', 'The provided project ARN does not exist'),
	)
	const gone = await codebuild.send(new BatchDeleteBuildsCommand({ ids: [build?.id ?? ''] }))
	expect(gone.buildsDeleted).toEqual([build?.arn])
})

test('Projects are changed, listed and deleted; strangers and those without the right see none', async () => {
	const people = await openBuilds(host.work)
	const { codebuild } = people
	await people.createProject()
	await codebuild.send(new UpdateProjectCommand({ name: 'shop', description: 'Boutique' }))
	const { projects, projectsNotFound } = await codebuild.send(
		new BatchGetProjectsCommand({ names: ['shop', 'none'] }),
	)
	expect(projects?.[0]).toMatchObject({
		description: 'Boutique',
		serviceRole: ROLE,
		timeoutInMinutes: 60,
		queuedTimeoutInMinutes: 480,
	})
	expect(projectsNotFound).toEqual(['none'])
	expect((await codebuild.send(new ListProjectsCommand({}))).projects).toEqual(['shop'])
	expect((await new CodeBuildClient(people.other).send(new ListProjectsCommand({}))).projects).toBeUndefined()
	const ada = new CodeBuildClient(await people.user('ada'))
	await expect(ada.send(new StartBuildCommand({ projectName: 'shop' }))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: codebuild:StartBuild on resource: arn:aws:codebuild:eu-west-3:${ACCOUNT}:project/shop because no identity-based policy allows the codebuild:StartBuild action`,
		),
	)
	expect((await codebuild.send(new ListCuratedEnvironmentImagesCommand({}))).platforms).toHaveLength(2)
	await codebuild.send(new DeleteProjectCommand({ name: 'shop' }))
	expect((await codebuild.send(new ListProjectsCommand({}))).projects).toBeUndefined()
})
