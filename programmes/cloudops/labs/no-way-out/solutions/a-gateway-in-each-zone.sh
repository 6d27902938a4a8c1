# A NAT gateway and a route table for each zone, the default network ACL back, the endpoint in both tables.
aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 --route-table-ids {private_table} \
  --policy-document '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":["arn:aws:s3:::kestrel-patches-{region}/*"]}}'
ADDRESS_A=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT_A=$(aws ec2 create-nat-gateway --subnet-id {public_a} --allocation-id $ADDRESS_A --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT_A
ADDRESS_B=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
NAT_B=$(aws ec2 create-nat-gateway --subnet-id {public_b} --allocation-id $ADDRESS_B --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT_B
aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT_A
TABLE=$(aws ec2 create-route-table --vpc-id {vpc} --query RouteTable.RouteTableId --output text)
aws ec2 create-route --route-table-id $TABLE --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $NAT_B
aws ec2 associate-route-table --route-table-id $TABLE --subnet-id {private_b}
ENDPOINT=$(aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[0].VpcEndpointId' --output text)
aws ec2 modify-vpc-endpoint --vpc-endpoint-id $ENDPOINT --add-route-table-ids $TABLE
aws ec2 replace-network-acl-association --association-id {acl_a} --network-acl-id {default_acl}
aws ec2 replace-network-acl-association --association-id {acl_b} --network-acl-id {default_acl}
