"""Asks the product what every client asks, over gRPC, and prints the answers as one line of JSON.

Usage: ask.py GENERATED ADDRESS PROJECT LINK BUCKET STATEMENT INSERT, with the token in TOKEN.
GENERATED is the folder that protoc wrote the contract's Python to.
"""

import json
import os
import sys

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
from easement.catalog.v1 import table_service_pb2, table_service_pb2_grpc  # noqa: E402
from easement.identity.v1 import principal_service_pb2, principal_service_pb2_grpc  # noqa: E402
from easement.query.v1 import load_service_pb2, load_service_pb2_grpc  # noqa: E402
from easement.query.v1 import query_service_pb2, query_service_pb2_grpc  # noqa: E402

_, _, address, project, link, bucket, statement, insert = sys.argv
metadata = [("authorization", "Bearer " + os.environ["TOKEN"])]
options = {"metadata": metadata, "timeout": 30}


def column(vector):
    kind = vector.WhichOneof("values")
    values = list(getattr(vector, kind).values) if kind else []
    is_set = lambda row: not vector.validity or vector.validity[row >> 3] >> (row & 7) & 1
    return [value if is_set(row) else None for row, value in enumerate(values)]


def run(queries, text):
    rows = []
    for answer in queries.Execute(query_service_pb2.ExecuteRequest(project_id=project, statement=text), **options):
        if answer.WhichOneof("part") == "batch":
            rows += [list(row) for row in zip(*map(column, answer.batch.columns))]
    return rows


def upload():
    header = load_service_pb2.LoadHeader(bucket_id=bucket, name="from_python", create=True, format="FORMAT_CSV")
    yield load_service_pb2.LoadTableRequest(header=header)
    yield load_service_pb2.LoadTableRequest(chunk=b"a,b\n1,x\n")
    yield load_service_pb2.LoadTableRequest(chunk=b"2,y\n")


with grpc.insecure_channel(address) as channel:
    principals = principal_service_pb2_grpc.PrincipalServiceStub(channel)
    tables = table_service_pb2_grpc.TableServiceStub(channel)
    queries = query_service_pb2_grpc.QueryServiceStub(channel)
    loads = load_service_pb2_grpc.LoadServiceStub(channel)
    answers = {
        "email": principals.GetCaller(principal_service_pb2.GetCallerRequest(), **options).principal.email,
        "tables": [table.name for table in tables.ListTables(table_service_pb2.ListTablesRequest(link_id=link), **options).tables],
        "rows": run(queries, statement),
        "loaded": loads.LoadTable(upload(), **options).row_count,
    }
    try:
        run(queries, insert)
    except grpc.RpcError as error:
        answers["message"] = error.details()
    print(json.dumps(answers))
