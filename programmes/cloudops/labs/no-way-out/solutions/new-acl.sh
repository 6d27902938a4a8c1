# A network ACL of one's own, written anew, in place of the contractor's.
ACL=$(aws ec2 create-network-acl --vpc-id {vpc} --query NetworkAcl.NetworkAclId --output text)
aws ec2 create-network-acl-entry --network-acl-id $ACL --rule-number 200 --protocol tcp --port-range From=443,To=443 \
  --cidr-block 0.0.0.0/0 --rule-action allow --egress
aws ec2 create-network-acl-entry --network-acl-id $ACL --rule-number 200 --protocol tcp --port-range From=1024,To=65535 \
  --cidr-block 0.0.0.0/0 --rule-action allow --ingress
aws ec2 replace-network-acl-association --association-id {acl_a} --network-acl-id $ACL
aws ec2 replace-network-acl-association --association-id {acl_b} --network-acl-id $ACL
ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT=$(aws ec2 create-nat-gateway --subnet-id {public_a} --allocation-id $ADDRESS --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT
aws ec2 delete-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0
aws ec2 create-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT
aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}
aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 --route-table-ids {private_table}
