import { expect, test } from 'vitest'
import model from '../../wire/models/iam.json' with { type: 'json' }
import stsModel from '../../wire/models/sts.json' with { type: 'json' }
import { sts } from '../sts/index.ts'
import { iam } from './index.ts'

test.each([
	[iam, Object.keys(model.operations)],
	[sts, Object.keys(stsModel.operations)],
])('every operation of $name is one of the model', (service, modelled) => {
	expect(Object.keys(service.operations).filter((name) => !modelled.includes(name))).toEqual([])
})
