-- AlterTable
ALTER TABLE "Blob" ADD COLUMN     "keptAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "size" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "bytes" DROP NOT NULL;

UPDATE "Blob" SET "size" = octet_length("bytes");

ALTER TABLE "Blob" ALTER COLUMN "size" DROP DEFAULT;

-- CreateTable
CREATE TABLE "BlobChunk" (
    "world" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "keptAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BlobChunk_pkey" PRIMARY KEY ("world", "sha256", "position")
);

-- Bytes are stored as they come: what learners upload is mostly compressed.
ALTER TABLE "BlobChunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
