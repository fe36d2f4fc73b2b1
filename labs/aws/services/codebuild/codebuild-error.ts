import { AwsError } from '../../aws-error.ts'

export const invalidInput = (message: string) => new AwsError('InvalidInputException', message)
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message)
export const overLimit = (message: string) => new AwsError('AccountLimitExceededException', message)
