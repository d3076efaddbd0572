// StoreS3
