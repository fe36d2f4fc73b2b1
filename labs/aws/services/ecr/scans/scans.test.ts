import {
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	PutImageScanningConfigurationCommand,
	StartImageScanCommand,
} from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { awsService } from '../../../identity/principal.ts'
import { refused } from '../../../people.fixture.ts'
import { ACCOUNT, openRegistry, SCOPE, SHOP } from '../registry.fixture.ts'

const V1 = { ...SHOP, imageId: { imageTag: 'v1' } }

test('a scan finds what the world says is in the image, and tells EventBridge', async () => {
	const { ecr, push, pass, sandbox, events } = await openRegistry()
	await push('one', 'v1')
	await expect(ecr.send(new DescribeImageScanFindingsCommand(V1))).rejects.toEqual(
		refused(
			'ScanNotFoundException',
			`Image scan does not exist for the image with '{imageDigest:'null', imageTag:'v1'}' in the repository with name 'atelier/boutique' in the registry with id '${ACCOUNT}'`,
		),
	)
	const findings = [
		{ name: 'CVE-2026-0001', severity: 'CRITICAL', uri: 'https://example.org/CVE-2026-0001' },
		{ name: 'CVE-2026-0002', severity: 'LOW' },
	]
	await sandbox.call({
		...{ principal: awsService('ecr'), scope: SCOPE, service: 'ecr', operation: 'PutImageScanFindings' },
		input: { ...V1, findings },
	})
	expect((await ecr.send(new StartImageScanCommand(V1))).imageScanStatus?.status).toBe('IN_PROGRESS')
	await expect(ecr.send(new StartImageScanCommand(V1))).rejects.toEqual(
		refused('LimitExceededException', 'The scan quota per image has been exceeded. Wait and try again.'),
	)
	const running = await ecr.send(new DescribeImageScanFindingsCommand(V1))
	expect([running.imageScanStatus?.status, running.imageScanFindings]).toEqual(['IN_PROGRESS', undefined])
	await pass(60_000)
	const done = await ecr.send(new DescribeImageScanFindingsCommand(V1))
	expect(done).toMatchObject({
		imageScanStatus: { status: 'COMPLETE' },
		imageScanFindings: { findings, findingSeverityCounts: { CRITICAL: 1, LOW: 1 } },
	})
	expect(events('ECR Image Scan')).toMatchObject([
		{ 'scan-status': 'COMPLETE', 'finding-severity-counts': { CRITICAL: 1, LOW: 1 }, 'image-tags': ['v1'] },
	])
})

test('a repository that says so scans what is pushed', async () => {
	const { ecr, push, pass } = await openRegistry()
	const imageScanningConfiguration = { scanOnPush: true }
	await ecr.send(new PutImageScanningConfigurationCommand({ ...SHOP, imageScanningConfiguration }))
	await push('one', 'v1')
	await pass(60_000)
	const { imageDetails } = await ecr.send(new DescribeImagesCommand(SHOP))
	expect(imageDetails).toMatchObject([
		{ imageScanStatus: { status: 'COMPLETE' }, imageScanFindingsSummary: { findingSeverityCounts: {} } },
	])
})
