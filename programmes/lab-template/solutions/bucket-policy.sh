# The bucket lets the role in; within one account that is enough.
aws s3api put-bucket-policy --bucket {bucket} --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{account}:role/{team}-mailer"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{bucket}/reports/*"}]}'
