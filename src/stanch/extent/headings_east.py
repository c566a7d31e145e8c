"""Headers in Chinese, Japanese and Korean, as the English words of which they are made.

`患者姓名` is `patient name`, `보호자 연락처` is `guardian phone`.
"""

from __future__ import annotations

import re
from functools import cache

EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORDS = {
    "name": (
        "姓名 氏名 名前 お名前 이름 성명 성함 名称 ご氏名 客户名称 顧客名 고객명 환자명 회원명 직원명 사원명 "
        "학생명 수취인명 예금주 예금주명 持卡人 收件人 収件人 联系人 聯絡人 담당자명"
    ),
    "family name": "姓 姓氏 성",
    "given name": "名",
    "date of birth": "出生日期 生日 生年月日 誕生日 出生年月日 생년월일 생일 出生年月 出生",
    "phone": (
        "电话 電話 電話番号 电话号码 電話號碼 联系电话 聯絡電話 手机 手機 手机号 手机号码 手機號碼 移动电话 携帯 "
        "携帯電話 携帯番号 携帯電話番号 전화 전화번호 휴대폰 휴대폰번호 휴대전화 연락처 핸드폰"
    ),
    "email": "邮箱 電郵 电子邮箱 电子邮件 電子郵件 邮件地址 メール メールアドレス Eメール 이메일 이메일주소 전자우편",
    "address": (
        "地址 住址 家庭住址 家庭地址 联系地址 聯絡地址 通讯地址 収货地址 收货地址 住所 ご住所 自宅住所 現住所 주소 "
        "집주소 자택주소 거주지 배송지"
    ),
    "postcode": "邮编 邮政编码 郵遞區號 郵便番号 우편번호",
    "city": "城市 市区町村 도시",
    "region": "省份 省 都道府県 시도",
    "country": "国家 國家 国 국가",
    "gender": "性别 性別 성별",
    "age": "年龄 年齡 年齢 나이 연령",
    "nationality": "国籍 國籍 국적",
    "occupation": "职业 職業 직업",
    "national id": ("身份证 身份证号 身份证号码 身分證 身分證字號 身份證號碼 证件号码 マイナンバー 個人番号 주민등록번호 주민번호"),
    "passport number": "护照号 护照号码 護照號碼 旅券番号 パスポート番号 여권번호",
    "bank account": "银行账号 銀行帳號 银行卡号 口座番号 계좌번호 계좌",
    "salary": "工资 薪资 薪水 給与 給料 급여 연봉 월급",
    "diagnosis": "诊断 診斷 診断 診断名 傷病名 진단 진단명 병명",
    "customer": "客户 客戶 顾客 顧客 お客様 고객",
    "patient": "患者 病人 환자",
    "employee": "员工 員工 社員 従業員 직원 사원",
    "student": "学生 學生 生徒 학생",
    "member": "会员 會員 会員 회원",
    "guardian": "监护人 監護人 家长 家長 保護者 보호자 학부모",
    "spouse": "配偶 配偶者 배우자",
    "emergency": "紧急 緊急 紧急联系人 緊急聯絡人 緊急連絡先 비상연락처 긴급",
    "mother": "母亲 母親 母 모",
    "father": "父亲 父親 父 부",
    "child": "子女 孩子 子供 お子様 자녀",
    "insured": "被保险人 被保險人 被保険者 피보험자",
    "beneficiary": "受益人 受取人 수익자",
    "number": "号 号码 號碼 番号 번호",
    "id": "编号 編號 ID",
}


@cache
def _table() -> dict[str, str]:
    return {said: english for english, words in _WORDS.items() for said in words.split()}


def in_english(header: str) -> str:
    """The English words of such a header, piece by piece, the longest first; the header itself where a piece of it is not known."""
    plain = re.sub(r"[\s:：（）()*＊・/／の的]+", "", header)
    found: list[str] = []
    while plain:
        size = next((size for size in range(len(plain), 0, -1) if plain[:size] in _table()), 0)
        if not size:
            return header
        found.append(_table()[plain[:size]])
        plain = plain[size:]
    return " ".join(found)
